"use client";

import { signIn } from "next-auth/react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { PasswordField } from "@/components/fields/password-field";
import { FreshFactor } from "@/components/second-factor/fresh-factor";
import { Notice } from "@/components/ui/notice";
import { StatusPill } from "@/components/ui/status-pill";
import { startOwnLink, unlinkOwnIdentity } from "./actions";

const CAME_BACK = ["other_address", "taken", "failed"] as const;

interface OwnIdentityProps {
  /** What the issuer is called. */
  name: string;
  email: string;
  /** Since when one is linked, as text; null if none is. */
  linkedAt: string | null;
  hasPassword: boolean;
  /** What the address says after coming back from the issuer; it may be anything. */
  cameBack: string | undefined;
}

/** One's account at the issuer of OpenID Connect: link it, or unlink it. */
export function OwnIdentity({ name, email, linkedAt, hasPassword, cameBack }: OwnIdentityProps) {
  const t = useTranslations("account.identity");
  const format = useFormatter();
  const [isAsking, setAsking] = useState(false);
  const isLinked = linkedAt !== null;
  const problem = isLinked ? undefined : CAME_BACK.find((one) => one === cameBack);
  const date = linkedAt === null ? "" : format.dateTime(new Date(linkedAt), { dateStyle: "medium" });
  return (
    <div className="flex flex-col items-start gap-4">
      <StatusPill tone={isLinked ? "ok" : "quiet"}>{t(isLinked ? "on" : "off")}</StatusPill>
      {problem !== undefined && (
        <Notice tone="bad" live>
          {t(`problems.${problem}`, { name })}
        </Notice>
      )}
      <p className="text-table text-dim">
        {isLinked ? t("onText", { name, date }) : t("offText", { name, email })}
      </p>
      {hasPassword && <Button onPress={() => setAsking(true)}>{t(isLinked ? "unlink" : "link")}</Button>}
      <Dialog
        title={t(isLinked ? "unlinkTitle" : "linkTitle", { name })}
        isOpen={isAsking}
        onOpenChange={setAsking}
      >
        {isLinked ? <UnlinkForm name={name} onDone={() => setAsking(false)} /> : <LinkForm name={name} />}
      </Dialog>
    </div>
  );
}

/** Asks for the password, then leaves for the issuer. */
function LinkForm({ name }: { name: string }) {
  const t = useTranslations("account.identity");
  const { run, pending, problem, forget } = useAction(startOwnLink, () => {
    void signIn("oidc", { callbackUrl: "/account" });
  });
  const [password, setPassword] = useState("");
  if (problem === "second_factor_stale") return <FreshFactor onGiven={() => run({ password })} />;
  return (
    <Form
      method="post"
      onSubmit={(fields) => {
        const typed = String(fields.get("password") ?? "");
        setPassword(typed);
        run({ password: typed });
      }}
      pending={pending}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("linkText", { name })}</p>
      <PasswordField label={t("password")} autoFocus />
      <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
      <Button type="submit" variant="primary" isPending={pending}>
        {t("next")}
      </Button>
    </Form>
  );
}

function UnlinkForm({ name, onDone }: { name: string; onDone: () => void }) {
  const t = useTranslations("account.identity");
  const { run, pending, problem, forget } = useAction(unlinkOwnIdentity, onDone);
  return (
    <Form
      method="post"
      onSubmit={(fields) => run({ password: String(fields.get("password") ?? "") })}
      pending={pending}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("unlinkText", { name })}</p>
      <PasswordField label={t("password")} autoFocus />
      <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
      <Button type="submit" variant="danger" isPending={pending}>
        {t("unlink")}
      </Button>
    </Form>
  );
}
