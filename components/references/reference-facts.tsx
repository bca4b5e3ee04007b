"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import type { InspectedReference } from "@/lib/links/references/inspect-reference";

const STATES = ["created", "opened", "completed", "cancelled", "expired"] as const;

/** What a reference was created for, and whether a token could still use it. */
export function ReferenceFacts({ found }: { found: InspectedReference }) {
  const t = useTranslations("references");
  const length = { key: "length", label: t("facts.length"), value: t("length", { count: found.length }) };
  if (!found.ok) {
    return (
      <>
        <Notice tone="bad">{t(`reasons.${found.reason}`)}</Notice>
        <Facts className="mt-4" facts={[length]} />
      </>
    );
  }
  const { attempt, kid } = found;
  const key = { key: "key", label: t("facts.key"), value: kid };
  if (attempt === null) {
    return (
      <>
        <Notice tone="warn">{t("noAttempt")}</Notice>
        <Facts className="mt-4" facts={[key, length]} />
      </>
    );
  }
  const late = attempt.goodUntil.getTime() < Date.now();
  const state = STATES.find((name) => name === attempt.sessionState) ?? "created";
  const code = attempt.supportCode;
  return (
    <>
      <Notice tone={attempt.spent || late ? "warn" : "ok"} title={t("opens")}>
        {t(attempt.spent ? "spent" : late ? "expired" : "fresh")}
      </Notice>
      <Facts
        className="mt-4"
        facts={[
          {
            key: "user",
            label: t("facts.user"),
            value: (
              <Link href={`/users/${attempt.userId}`} className="text-accent hover:underline">
                {attempt.userName}
              </Link>
            ),
          },
          { key: "session", label: t("facts.session"), value: t(`states.${state}`) },
          { key: "code", label: t("facts.code"), value: `${code.slice(0, 4)}-${code.slice(4)}` },
          {
            key: "made",
            label: t("facts.made"),
            value: <ExactTime iso={attempt.createdAt.toISOString()} as="stampZone" />,
          },
          {
            key: "good",
            label: t("facts.good"),
            value: <ExactTime iso={attempt.goodUntil.toISOString()} as="stampZone" />,
          },
          key,
          length,
        ]}
      />
    </>
  );
}
