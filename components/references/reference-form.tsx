"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { lookIntoReference } from "@/app/(staff)/settings/references/actions";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import type { InspectedReference } from "@/lib/links/inspect-reference";
import { ReferenceFacts } from "./reference-facts";

/** Takes a reference, and says what it is. */
export function ReferenceForm() {
  const t = useTranslations("references");
  const [text, setText] = useState("");
  const [found, setFound] = useState<InspectedReference | "failed" | null>(null);
  const [pending, start] = useTransition();
  const look = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const result = await lookIntoReference({ reference: text }).catch(() => null);
      setFound(result?.ok === true ? result.value : "failed");
    });
  };
  return (
    <form onSubmit={look} className="flex flex-col gap-4">
      <TextField
        label={t("paste")}
        hint={t("pasteHint")}
        value={text}
        onChange={setText}
        rows={4}
        maxLength={2_000}
        spellCheck="false"
        autoComplete="off"
      />
      <div>
        <Button type="submit" variant="primary" isPending={pending}>
          {t("look")}
        </Button>
      </div>
      <div aria-live="polite">
        {found === "failed" && <Notice tone="bad">{t("failed")}</Notice>}
        {found !== null && found !== "failed" && <ReferenceFacts found={found} />}
      </div>
    </form>
  );
}
