"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { CopyField } from "@/components/controls/copy-field";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { useSites } from "@/components/sites/sites-context";
import { Notice } from "@/components/ui/notice";
import type { StaffRole } from "@/lib/db/access/scope";
import type { MemberSites } from "@/lib/staff/members/member-sites";
import { type InvitationLink, inviteStaff } from "./actions";
import { RoleChoice } from "./role-choice";
import { SitesChoice } from "./sites-choice";
import { isSome } from "./sites-dialog";

/** Invites somebody to the staff: e-mail and role first, then the link. */
export function InviteStaff(props: Omit<InviteFormProps, "onDone">) {
  const t = useTranslations("staff.invite");
  const [open, setOpen] = useState(false);
  const [link, setLink] = useState<InvitationLink | null>(null);
  const change = (next: boolean) => {
    setOpen(next);
    setLink(null);
  };
  return (
    <>
      <Button variant="primary" onPress={() => change(true)}>
        <UserPlus aria-hidden="true" />
        {t("button")}
      </Button>
      <Dialog
        title={link === null ? t("title") : t("done")}
        isOpen={open}
        onOpenChange={change}
        alert={link !== null}
      >
        {link === null ? <InviteForm {...props} onDone={setLink} /> : <LinkToSend link={link} />}
      </Dialog>
    </>
  );
}

interface InviteFormProps {
  roles: readonly StaffRole[];
  /** The reader sees every site, and may give that. */
  mayGiveEvery: boolean;
  onDone: (link: InvitationLink) => void;
}

function InviteForm({ roles, mayGiveEvery, onDone }: InviteFormProps) {
  const t = useTranslations("staff");
  const [role, setRole] = useState<StaffRole>(roles.at(-1) ?? "viewer");
  const own = useSites();
  const [sites, setSites] = useState<MemberSites>({
    everySite: mayGiveEvery,
    siteIds: mayGiveEvery ? [] : own.map(({ id }) => id),
  });
  const { run, pending, problem, forget } = useAction(inviteStaff, onDone);
  const onStaff = problem === "on_staff";
  return (
    <Form
      onSubmit={(fields) => run({ email: String(fields.get("email") ?? "").trim(), role, sites })}
      pending={pending}
      errors={onStaff ? { email: t("problems.on_staff") } : {}}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("invite.text")}</p>
      <TextField label={t("invite.email")} name="email" type="email" isRequired autoFocus maxLength={254} />
      <RoleChoice roles={roles} value={role} onChange={setRole} />
      {own.length > 1 && <SitesChoice value={sites} mayGiveEvery={mayGiveEvery} onChange={setSites} />}
      <ActionProblem problem={onStaff ? null : problem} say={(name) => t(`problems.${name}`)} />
      <Button type="submit" variant="primary" isPending={pending} isDisabled={!isSome(sites)}>
        {t("invite.submit")}
      </Button>
    </Form>
  );
}

function LinkToSend({ link: { email, url, mail } }: { link: InvitationLink }) {
  const t = useTranslations("staff.invite");
  return (
    <div className="flex flex-col gap-4">
      <Notice tone={mail === "not_sent" ? "warn" : "ok"} live>
        {t(`mail.${mail}`, { email })}
      </Notice>
      <p className="text-dim">{t("shown")}</p>
      <CopyField value={url} label={t("link")} copy={t("copy")} />
    </div>
  );
}
