"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { trySignIn } from "@/components/sign-in/try-sign-in";
import { Notice } from "@/components/ui/notice";
import type { JoinProblem, Offer } from "@/lib/staff/members/join";
import { joinStaff, openInvitation } from "./actions";

type State = "reading" | "over" | "failed" | { readonly secret: string; readonly offer: Offer };

/** Reads the link, and lets whoever has it choose their name and password. */
export function InvitationForm() {
  const t = useTranslations("invitation");
  const [state, setState] = useState<State>("reading");
  useEffect(() => {
    const secret = window.location.hash.slice(1);
    openInvitation(secret).then(
      (offer) => setState(offer === null ? "over" : { secret, offer }),
      () => setState("failed"),
    );
  }, []);
  if (state === "reading")
    return (
      <p role="status" className="mt-6 text-dim">
        {t("reading")}
      </p>
    );
  if (state === "over" || state === "failed")
    return (
      <Notice tone="bad" live className="mt-6">
        {t(state)}
      </Notice>
    );
  return <JoinForm {...state} onOver={() => setState("over")} />;
}

interface JoinFormProps {
  secret: string;
  offer: Offer;
  onOver: () => void;
}

type Problem = Exclude<JoinProblem, "over"> | "failed";

function JoinForm({ secret, offer, onOver }: JoinFormProps) {
  const t = useTranslations("invitation");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (fields: FormData) => {
    if (pending) return;
    setPending(true);
    const [name, password] = [String(fields.get("name") ?? ""), String(fields.get("password") ?? "")];
    const found = await joinStaff({ secret, name, password }).catch(() => "failed" as const);
    if (found === "over") return onOver();
    setProblem(found);
    if (found !== null) return setPending(false);
    // The account exists from here on: whatever happens, signing in by hand works.
    await trySignIn(offer.email, password);
    window.location.assign("/");
  };
  const atPassword = problem !== null && problem !== "failed" && problem !== "invalid";
  return (
    <Form
      method="post"
      onSubmit={submit}
      pending={pending}
      errors={atPassword ? { password: t(`faults.${problem}`) } : {}}
      onEdit={() => setProblem(null)}
      className="mt-6 flex flex-col gap-4"
    >
      <p className="text-table text-dim [overflow-wrap:anywhere]">
        {t("offer", { by: offer.invitedBy, role: t(`roles.${offer.role}`) })}
      </p>
      <TextField label={t("email")} value={offer.email} type="email" autoComplete="username" isReadOnly />
      <TextField label={t("name")} name="name" autoComplete="name" isRequired autoFocus maxLength={100} />
      <TextField
        label={t("password")}
        hint={t("passwordHint")}
        name="password"
        type="password"
        autoComplete="new-password"
        isRequired
      />
      {problem !== null && !atPassword && (
        <Notice tone="bad" live>
          {t(problem)}
        </Notice>
      )}
      <Button type="submit" variant="primary" size="large" isPending={pending}>
        {t("submit")}
      </Button>
    </Form>
  );
}
