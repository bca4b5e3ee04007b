"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import type { Giveable } from "@/lib/db/access/permissions";
import type { StaffRole } from "@/lib/db/access/scope";
import { changeStaffPermissions } from "./actions";

/** A permission that one person can have whatever their role is. */
export interface GiveableShown {
  readonly name: Giveable;
  readonly has: boolean;
  /** Nobody gives or takes what they lack. */
  readonly mayChange: boolean;
}

interface PermissionsDialogProps {
  id: string;
  name: string;
  role: StaffRole;
  permissions: readonly GiveableShown[];
  onClose: () => void;
}

/** Gives a member of staff permissions beside their role, and takes others from them. */
export function PermissionsDialog({ id, name, role, permissions, onClose }: PermissionsDialogProps) {
  const t = useTranslations("staff");
  const [wanted, setWanted] = useState(() => permissions.filter(({ has }) => has).map((each) => each.name));
  const turn = (permission: Giveable, on: boolean) =>
    setWanted((before) => [...before.filter((each) => each !== permission), ...(on ? [permission] : [])]);
  return (
    <ConfirmDialog
      title={t("personal.title", { name })}
      text={t("personal.text", { role: t(`roles.${role}`) })}
      submit={t("personal.submit")}
      action={changeStaffPermissions}
      input={() => ({ staffId: id, permissions: wanted })}
      isReady={permissions.some((each) => each.has !== wanted.includes(each.name))}
      say={(problem) => t(`problems.${problem}`)}
      onClose={onClose}
    >
      <fieldset className="flex flex-col gap-2.5">
        <legend className="sr-only">{t("personal.button")}</legend>
        {permissions.map((each) => (
          <label key={each.name} className="flex items-start gap-3">
            <input
              type="checkbox"
              checked={wanted.includes(each.name)}
              disabled={!each.mayChange}
              onChange={({ target }) => turn(each.name, target.checked)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="text-table">{t(`permissions.${each.name}`)}</span>
          </label>
        ))}
      </fieldset>
    </ConfirmDialog>
  );
}
