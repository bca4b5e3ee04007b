import { useTranslations } from "next-intl";
import { Td } from "@/components/ui/table";
import { useAuditWords } from "./audit-words";

/** Who did what: in words, with the stored name of the action beside it. */
export function AuditCells({
  actorName,
  action,
  times,
}: {
  actorName: string;
  action: string;
  times: number;
}) {
  const t = useTranslations("audit");
  const { describeAction, nameActor } = useAuditWords();
  const described = describeAction(action);
  return (
    <>
      <Td className="!whitespace-normal [overflow-wrap:anywhere]">{nameActor(actorName)}</Td>
      <Td className="!whitespace-normal py-1.5 [overflow-wrap:anywhere]">
        {described !== null && <span className="mr-2">{described}</span>}
        <span className={described === null ? "font-mono text-[12px]" : "font-mono text-[12px] text-dim"}>
          {action}
        </span>
        {times > 1 && <span className="ml-2 text-[12px] text-dim">{t("times", { count: times })}</span>}
      </Td>
    </>
  );
}
