"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/controls/form";
import { TextField } from "@/components/controls/text-field";
import { giveFactor } from "./actions";

/** Asks for the second factor again, within a dialog about what needs a fresh one. */
export function FreshFactor({ onGiven }: { onGiven: () => void }) {
  const t = useTranslations("account.factor");
  const { run, pending, problem, forget } = useAction(giveFactor, onGiven);
  return (
    <Form
      method="post"
      onSubmit={(fields) => run({ code: String(fields.get("code") ?? "").trim() })}
      pending={pending}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("againText")}</p>
      <TextField label={t("code")} name="code" autoComplete="one-time-code" isRequired autoFocus />
      <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
      <Button type="submit" variant="primary" isPending={pending}>
        {t("next")}
      </Button>
    </Form>
  );
}
