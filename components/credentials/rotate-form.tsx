"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem, useProblemWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { type RotationOutcome, type RotationProblem, rotateCredential } from "./actions";

/** What is rotated. */
export interface Rotating {
  kind: "webhook_key" | "partner_ref";
  siteId: string;
  currentId: string;
  /** Which one would be replaced, if two are already accepted. */
  inTheWay: "previous" | "unused_current" | null;
}

interface RotateFormProps extends Rotating {
  onDone: (outcome: Exclude<RotationOutcome, { outcome: "used_recently" }>) => void;
  onCancel: () => void;
}

/** Problems of the typed reference. */
const OF_FIELD: ReadonlySet<string> = new Set<RotationProblem>(["malformed", "same_reference"]);

/** The steps of a rotation in order, and the input of the first. */
export function RotateForm({ kind, siteId, currentId, inTheWay, onDone, onCancel }: RotateFormProps) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const format = useFormatter();
  const [endPrevious, setEndPrevious] = useState(false);
  const [usedAt, setUsedAt] = useState<string | null>(null);
  const { run, pending, problem, forget } = useAction(rotateCredential, (done) => {
    if (done.outcome === "used_recently") setUsedAt(done.lastUsedAt);
    else onDone(done);
  });
  const words = useProblemWords((name: RotationProblem) => t(`problems.${name}`));
  const submit = (fields: FormData) => {
    const partnerRef = String(fields.get("partnerRef") ?? "");
    const replace = inTheWay ?? "nothing";
    run({ kind, siteId, currentId, replace, confirmed: usedAt !== null, partnerRef });
  };
  const ofField = problem !== null && OF_FIELD.has(problem);
  return (
    <Form
      onSubmit={submit}
      pending={pending}
      errors={ofField ? { partnerRef: words(problem) } : {}}
      checkedBy="server"
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <Steps kind={kind} />
      {kind === "partner_ref" && (
        <TextField
          name="partnerRef"
          label={t("keys.reference")}
          hint={t("keys.referenceHint")}
          autoComplete="off"
          spellCheck="false"
          isRequired
          autoFocus
        />
      )}
      {inTheWay === "unused_current" && <Notice>{t(`keys.${kind}.unused`)}</Notice>}
      {inTheWay === "previous" && (
        <label className="flex items-start gap-2 text-table">
          <input
            type="checkbox"
            checked={endPrevious}
            onChange={(event) => setEndPrevious(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-[var(--accent)]"
          />
          <span>{t(`keys.${kind}.replace`)}</span>
        </label>
      )}
      {usedAt !== null && (
        <Notice tone="warn" live>
          {t("keys.usedRecently", { at: format.dateTime(new Date(usedAt), "stampZone") })}
        </Notice>
      )}
      <ActionProblem problem={ofField ? null : problem} say={words} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onCancel}>{common("cancel")}</Button>
        <Button
          type="submit"
          variant={usedAt === null ? "primary" : "danger"}
          isPending={pending}
          isDisabled={inTheWay === "previous" && !endPrevious}
        >
          {usedAt === null ? t(`keys.${kind}.submit`) : t("keys.anyway")}
        </Button>
      </div>
    </Form>
  );
}

function Steps({ kind }: { kind: Rotating["kind"] }) {
  const t = useTranslations(`settings.keys.${kind}`);
  return (
    <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-dim">
      <li>{t("step1")}</li>
      <li>{t("step2")}</li>
      <li>{t("step3")}</li>
      <li>{t("step4")}</li>
    </ol>
  );
}
