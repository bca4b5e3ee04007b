"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import type { MemberSites } from "@/lib/staff/members/member-sites";
import { changeStaffSites } from "./actions";
import { SitesChoice } from "./sites-choice";

interface SitesDialogProps {
  id: string;
  name: string;
  sites: MemberSites;
  mayGiveEvery: boolean;
  onClose: () => void;
}

/** Says which sites a member of staff sees. */
export function SitesDialog({ id, name, sites, mayGiveEvery, onClose }: SitesDialogProps) {
  const t = useTranslations("staff");
  const [chosen, setChosen] = useState(sites);
  return (
    <ConfirmDialog
      title={t("sitesOf.title", { name })}
      text={t("sitesOf.text")}
      submit={t("sitesOf.submit")}
      action={changeStaffSites}
      input={() => ({ staffId: id, sites: chosen })}
      isReady={isSome(chosen)}
      say={(problem) => t(`problems.${problem}`)}
      onClose={onClose}
    >
      <SitesChoice value={chosen} mayGiveEvery={mayGiveEvery} onChange={setChosen} />
    </ConfirmDialog>
  );
}

/** Whether somebody with these sites sees any. */
export function isSome({ everySite, siteIds }: MemberSites): boolean {
  return everySite || siteIds.length > 0;
}
