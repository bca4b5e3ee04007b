import type { ReactNode } from "react";
import { type SettingsItem, SettingsNav } from "@/components/settings/settings-nav";
import { may } from "@/lib/db/access/permissions";
import { requireStaff } from "@/lib/staff/authorise";

/** Sites and keys need the permission to read settings; one's own e-mail alerts are for everybody. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { scope } = await requireStaff();
  const items: readonly SettingsItem[] = may(scope, "settings:read")
    ? ["sites", "staff", "connect", "keys", "apiKeys", "bankApi", "references", "jobs", "notifications"]
    : ["notifications"];
  return (
    <>
      <SettingsNav items={items} />
      {children}
    </>
  );
}
