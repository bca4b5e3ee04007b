"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { useAction } from "@/components/ui/use-action";
import type { InspectedReference } from "@/lib/links/references/inspect-reference";
import { lookIntoReference } from "./actions";
import { ReferenceFacts } from "./reference-facts";

/** Takes a reference, and shows what it is. */
export function ReferenceForm() {
  const t = useTranslations("references");
  const [text, setText] = useState("");
  const [found, setFound] = useState<InspectedReference | null>(null);
  const { run, pending, problem, forget } = useAction(lookIntoReference, setFound);
  const look = (event: FormEvent) => {
    event.preventDefault();
    setFound(null);
    run({ reference: text });
  };
  return (
    <form onSubmit={look} onChange={forget} className="flex flex-col gap-4">
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
        <ActionProblem problem={problem} say={() => t("failed")} />
        {found !== null && <ReferenceFacts found={found} />}
      </div>
    </form>
  );
}
