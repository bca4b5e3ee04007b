"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { useSites } from "@/components/sites/sites-context";
import type { StaffRole } from "@/lib/db/access/scope";
import type { MemberSites } from "@/lib/staff/members/member-sites";
import { changeStaffRole, disableStaffMember, enableStaffMember } from "./actions";
import { type GiveableShown, PermissionsDialog } from "./permissions-dialog";
import { RoleChoice } from "./role-choice";
import { SitesDialog } from "./sites-dialog";

interface MemberButtonsProps {
  id: string;
  name: string;
  role: StaffRole;
  /** The roles that may be given. */
  roles: readonly StaffRole[];
  permissions: readonly GiveableShown[];
  sites: MemberSites;
  /** The reader sees every site, and may give that. */
  mayGiveEvery: boolean;
  isDisabled: boolean;
}

/** Changes the role, the permissions and the sites of a member of staff, disables and enables them. */
export function MemberButtons(props: MemberButtonsProps) {
  const { id, name, role, roles, permissions, sites, mayGiveEvery, isDisabled } = props;
  const hasChoice = useSites().length > 1;
  const t = useTranslations("staff");
  const [asked, setAsked] = useState<"role" | "permissions" | "sites" | "state" | null>(null);
  const [chosen, setChosen] = useState(role);
  const close = () => setAsked(null);
  const ask = () => {
    setChosen(role);
    setAsked("role");
  };
  const state = isDisabled ? "enable" : "disable";
  return (
    <span className="flex flex-wrap gap-2">
      <Button size="small" onPress={ask} aria-label={t("role.title", { name })}>
        {t("role.button")}
      </Button>
      <Button size="small" onPress={() => setAsked("permissions")} aria-label={t("personal.title", { name })}>
        {t("personal.button")}
      </Button>
      {hasChoice && (
        <Button size="small" onPress={() => setAsked("sites")} aria-label={t("sitesOf.title", { name })}>
          {t("sitesOf.button")}
        </Button>
      )}
      <Button
        size="small"
        {...(isDisabled ? {} : { variant: "danger" as const })}
        onPress={() => setAsked("state")}
        aria-label={t(`${state}.title`, { name })}
      >
        {t(`${state}.button`)}
      </Button>
      {asked === "role" && (
        <ConfirmDialog
          title={t("role.title", { name })}
          text={t("role.text")}
          submit={t("role.button")}
          action={changeStaffRole}
          input={() => ({ staffId: id, role: chosen })}
          isReady={chosen !== role}
          say={(problem) => t(`problems.${problem}`)}
          onClose={close}
        >
          <RoleChoice roles={roles} value={chosen} onChange={setChosen} />
        </ConfirmDialog>
      )}
      {asked === "permissions" && (
        <PermissionsDialog id={id} name={name} role={role} permissions={permissions} onClose={close} />
      )}
      {asked === "sites" && (
        <SitesDialog id={id} name={name} sites={sites} mayGiveEvery={mayGiveEvery} onClose={close} />
      )}
      {asked === "state" && (
        <ConfirmDialog
          title={t(`${state}.title`, { name })}
          text={t(`${state}.text`)}
          submit={t(`${state}.button`)}
          danger={!isDisabled}
          action={isDisabled ? enableStaffMember : disableStaffMember}
          input={() => ({ staffId: id })}
          say={(problem) => t(`problems.${problem}`)}
          onClose={close}
        />
      )}
    </span>
  );
}
