import { useTranslations } from "next-intl";
import { Button } from "@/components/controls/button";
import { INPUT } from "@/components/fields/input-style";
import { Link } from "@/components/navigation/link";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ExactTime } from "@/components/ui/time";
import type { KnownOutage } from "@/lib/user-mails/affected-store";

const CAUSES = ["outage", "silence", "refusals", "unstored", "lag", "held_full", "quarantine_full"] as const;

interface ChooseStretchProps {
  from: string;
  to: string;
  /** What is wrong with them. */
  problem: "backwards" | "too_long" | null;
  outages: readonly (Pick<KnownOutage, "id" | "cause"> & { href: string; from: string; to: string })[];
}

/** Asks for a time: one of the outages that are known, or any other. */
export function ChooseStretch({ from, to, problem, outages }: ChooseStretchProps) {
  const t = useTranslations("outage.stretch");
  const fields = [
    ["from", from],
    ["to", to],
  ] as const;
  return (
    <Panel title={t("title")} className="mb-4">
      <form action="/users/outage" className="flex flex-wrap items-end gap-3">
        {fields.map(([name, value]) => (
          <label key={name} className="flex flex-col gap-1.5 text-table font-medium">
            {t(name)}
            <input type="datetime-local" name={name} defaultValue={value} required className={INPUT} />
          </label>
        ))}
        <Button type="submit" variant="primary">
          {t("submit")}
        </Button>
      </form>
      <p className="mt-2 text-label text-dim">{t("zone")}</p>
      {problem !== null && (
        <Notice tone="bad" className="mt-3" live>
          {t(problem)}
        </Notice>
      )}
      <h3 className="mt-4 mb-1 text-table font-medium">{t("known")}</h3>
      {outages.length === 0 && <p className="text-table text-dim">{t("noneKnown")}</p>}
      <ul className="flex flex-col gap-1 text-table">
        {outages.map(({ id, cause, href, ...times }) => (
          <li key={id}>
            <Link href={href} className="text-accent underline">
              <ExactTime iso={times.from} as="stamp" /> – <ExactTime iso={times.to} as="stamp" />
            </Link>{" "}
            <span className="text-dim">{t(`causes.${CAUSES.find((one) => one === cause) ?? "outage"}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
