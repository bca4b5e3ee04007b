"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { lookIntoReference } from "./actions";
import { ReferenceFacts } from "./reference-facts";

/** Takes a reference, and shows what it is. */
export function ReferenceForm() {
  const t = useTranslations("references");
  const [text, setText] = useState("");
  const { run, pending, value: found, problem, reset } = useAction(lookIntoReference);
  const look = () => {
    reset();
    run({ reference: text });
  };
  return (
    <Form onSubmit={look} pending={pending} onEdit={reset} className="flex flex-col gap-4">
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
        <ActionProblem problem={problem} say={noWords} />
        {found !== null && <ReferenceFacts found={found} />}
      </div>
    </Form>
  );
}
