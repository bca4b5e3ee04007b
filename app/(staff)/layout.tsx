import type { ReactNode } from "react";
import { AwaitedPerson } from "@/components/awaited/awaited-person";
import { Toasts } from "@/components/controls/toasts";
import { StaffWords } from "@/components/first-load/staff-words";
import { LiveProvider } from "@/components/live/live-provider";
import { PLACE_KEYS, type Place } from "@/components/palette/places";
import { RepeatEarlyClick } from "@/components/shell/early-clicks";
import { KeysHelp } from "@/components/shell/keys-help";
import { LateParts } from "@/components/shell/late-parts";
import { ListKeys } from "@/components/shell/list-keys";
import { NavigationProgress } from "@/components/shell/navigation-progress";
import { Rail } from "@/components/shell/rail";
import type { RailItem } from "@/components/shell/rail-nav";
import { SitesProvider } from "@/components/sites/sites-context";
import { may, type Permission } from "@/lib/db/access/permissions";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { isSandbox } from "@/lib/env";
import { readTheme } from "@/lib/i18n/read-preferences";
import { readLiveBounds } from "@/lib/live/store";
import { countAttention } from "@/lib/overview/read-overview";
import { getRuntime } from "@/lib/runtime";
import { listSites } from "@/lib/sites/life/sites-store";
import { requireStaff } from "@/lib/staff/authorise";
// Among the scripts that a page begins with: it cannot work without it, and would ask for it after all others.
import "./error";

const NEEDS: Readonly<Record<RailItem, Permission>> = {
  overview: "overview:read",
  users: "users:read",
  transactions: "transactions:read",
  deliveries: "deliveries:read",
  audit: "audit:read",
  settings: "settings:read",
};

/** What each place of the palette needs. */
const PLACE_NEEDS: Readonly<Record<Place, Permission>> = {
  overview: "overview:read",
  users: "users:read",
  needHelp: "users:read",
  unowned: "users:read",
  funnel: "users:read",
  transactions: "transactions:read",
  unattributed: "transactions:read",
  deliveries: "deliveries:read",
  audit: "audit:read",
  settings: "settings:read",
  connectPage: "settings:read",
  keys: "settings:read",
  apiKeys: "settings:read",
  references: "settings:read",
  jobs: "settings:read",
  bankApi: "settings:read",
  staff: "staff:read",
  account: "account:own",
  notifications: "overview:read",
  invite: "users:write",
};

const ITEMS: readonly RailItem[] = ["overview", "users", "transactions", "deliveries", "audit", "settings"];

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const [staff, theme] = await Promise.all([requireStaff(), readTheme()]);
  const { env, database } = getRuntime();
  const [attention, live, sites] = await Promise.all([
    countAttention(staff.scope, database.prisma),
    readLiveBounds(SYSTEM_SCOPE, database.prisma),
    listSites(staff.reach, database.prisma),
  ]);
  return (
    <StaffWords>
      <SitesProvider sites={sites.map(({ id, name, endedAt }) => ({ id, name, isEnded: endedAt !== null }))}>
        <LiveProvider after={live.newest.toString()}>
          <NavigationProgress />
          <Toasts />
          <ListKeys />
          <KeysHelp />
          <LateParts />
          <div className="min-h-dvh min-[900px]:grid min-[900px]:grid-cols-[228px_minmax(0,1fr)]">
            <Rail
              siteName={env.ANYTIME_PARTNER_NAME ?? "Anytime Connect"}
              attention={attention}
              sandbox={isSandbox(env)}
              items={ITEMS.filter((item) => may(staff.scope, NEEDS[item]))}
              places={PLACE_KEYS.filter((place) => may(staff.scope, PLACE_NEEDS[place]))}
              me={{ name: staff.name, role: staff.role }}
              theme={theme}
            />
            <main
              id="content"
              tabIndex={-1}
              className="relative min-w-0 px-4 pt-5 pb-10 outline-none sm:px-7"
            >
              <div className="mx-auto max-w-[1440px]">{children}</div>
              <AwaitedPerson />
            </main>
          </div>
          <RepeatEarlyClick />
        </LiveProvider>
      </SitesProvider>
    </StaffWords>
  );
}
