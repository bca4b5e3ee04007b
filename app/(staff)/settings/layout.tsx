import type { ReactNode } from "react";
import { type SettingsItem, SettingsNav } from "@/components/settings/settings-nav";
import { requireStaff } from "@/lib/staff/authorise";
import { may } from "@/lib/staff/permissions";

/** Sites and keys are for those who may read settings; e-mail of one's own is for everybody. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await requireStaff();
  const items: readonly SettingsItem[] = may(role, "settings:read")
    ? ["sites", "connect", "keys", "apiKeys", "references", "notifications"]
    : ["notifications"];
  return (
    <>
      <SettingsNav items={items} />
      {children}
    </>
  );
}
