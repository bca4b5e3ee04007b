"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { changePassword } from "./actions";

const FAULTS = ["short", "regular", "guessed", "common"] as const;

/** Changes one's own password. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account.password");
  // What was typed must not stay in the fields once it counts.
  const [round, setRound] = useState(0);
  const { run, pending, value, problem, reset } = useAction(changePassword, () => setRound(round + 1));
  const fault = FAULTS.find((name) => name === problem) ?? null;
  const wrong = problem === "wrong_password";
  const errors = {
    ...(wrong ? { current: t("problems.wrong_password") } : {}),
    ...(fault === null ? {} : { next: t(`faults.${fault}`) }),
  };
  return (
    <Form
      method="post"
      onSubmit={(fields) =>
        run({ current: String(fields.get("current") ?? ""), next: String(fields.get("next") ?? "") })
      }
      pending={pending}
      errors={errors}
      onEdit={reset}
      className="flex flex-col gap-4"
    >
      {/* Password managers keep the new password under this name. */}
      <input type="email" autoComplete="username" defaultValue={email} readOnly hidden />
      <TextField
        key={`current ${round}`}
        label={t("current")}
        name="current"
        type="password"
        autoComplete="current-password"
        isRequired
      />
      <TextField
        key={`next ${round}`}
        label={t("next")}
        hint={t("hint")}
        name="next"
        type="password"
        autoComplete="new-password"
        isRequired
      />
      {value !== null && (
        <Notice tone="ok" live>
          {t("changed", { count: value })}
        </Notice>
      )}
      <ActionProblem
        problem={fault !== null || wrong ? null : problem}
        say={(own) => t(own === "too_many" || own === "busy" ? `problems.${own}` : "problems.wrong_password")}
      />
      <div>
        <Button type="submit" variant="primary" isPending={pending}>
          {t("submit")}
        </Button>
      </div>
    </Form>
  );
}
