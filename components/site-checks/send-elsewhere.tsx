"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { CopyField } from "@/components/controls/copy-field";
import { Notice } from "@/components/ui/notice";
import type { SeenTest } from "@/lib/sites/finding/test-event";
import { readSiteTest, type SentTest } from "./actions";
import { SeenEvent } from "./seen-event";

const LOOK_AGAIN_MS = 2_000;

/** A test event for somebody to send from elsewhere; shows how it was seen once it comes. */
export function SendElsewhere({ test }: { test: Extract<SentTest, { arrived: false }> }) {
  const t = useTranslations("sites.checks.callback");
  const seen = useSeen(test.id);
  if (seen === "over") return <Notice className="mt-4">{t("over")}</Notice>;
  if (seen !== null) return <SeenEvent seen={seen} />;
  const command = `curl -X POST '${test.url}' -H 'Content-Type: application/json' -d '${test.body}'`;
  return (
    <div className="mt-4 flex flex-col gap-3">
      <Notice tone="warn" live>
        {t("notReached")}
      </Notice>
      <CopyField value={command} label={t("command")} copy={t("copy")} />
      <p className="text-label text-dim">{t("waiting")}</p>
    </div>
  );
}

/** How a test event was seen, asked for until it comes or can come no more. */
function useSeen(id: string): SeenTest | "over" | null {
  const [seen, setSeen] = useState<SeenTest | "over" | null>(null);
  useEffect(() => {
    if (seen !== null) return;
    let gone = false;
    const look = async () => {
      // Without an answer it is asked again.
      const read = await readSiteTest({ id }).catch(() => null);
      if (gone || read === null) return;
      if (!read.ok) setSeen("over");
      else if (read.value !== null) setSeen(read.value);
    };
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [id, seen]);
  return seen;
}
