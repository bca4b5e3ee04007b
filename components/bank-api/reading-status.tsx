import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

/** Whether reading through the bank's API works, and why not. */
export type ReadingState =
  | "no_key"
  | "stopped"
  | "not_stated"
  | "our_key"
  | "our_address"
  | "no_answer"
  | "on";

const TONES = {
  no_key: "warn",
  stopped: "warn",
  not_stated: "warn",
  our_key: "bad",
  our_address: "bad",
  no_answer: "bad",
  on: "ok",
} as const;

interface ReadingStatusProps {
  state: ReadingState;
  readable: number;
  read: number;
  days: number;
  used: number;
  perDay: number;
  halvings: number;
}

/** Says in one sentence whether reading works, and within how many days everybody is read. */
export function ReadingStatus({ state, readable, read, days, used, perDay, halvings }: ReadingStatusProps) {
  const t = useTranslations("bankApi.status");
  return (
    <Notice tone={TONES[state]} title={t(`${state}.title`)} className="mb-4">
      <p>{t(`${state}.text`)}</p>
      {state === "on" && (
        <p>
          {t("progress", { read, readable, days })} {t("used", { used, perDay })}
        </p>
      )}
      {halvings > 0 && <p>{t("halved", { times: 2 ** halvings })}</p>}
    </Notice>
  );
}
