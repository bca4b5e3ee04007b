import { createLoop, type Loop } from "@/lib/background/loop";
import type { Permission } from "@/lib/db/access/permissions";
import type { Database } from "@/lib/db/connect/client";
import { type PermissionUse, type SessionUse, savePermissionUses, saveSessionUses } from "./uses-store";

/** When sessions and permissions were last used, on the way into their tables. No request waits for that. */
export interface StaffUses extends Loop {
  /** Notes that a session was used. */
  session(use: { readonly sessionId: string; readonly address: string | null }): void;
  /** Notes that somebody was let through by a permission. */
  permission(use: { readonly permission: Permission; readonly staffId: string }): void;
  /** Stores what was noted so far. */
  flush(): Promise<void>;
}

const EVERY_MS = 15_000;

/** Creates the collector of this process: of several uses, the last counts. */
export function createStaffUses({ prisma }: Pick<Database, "prisma">): StaffUses {
  const sessions = new Map<string, SessionUse>();
  const permissions = new Map<string, PermissionUse>();
  const flush = async (): Promise<void> => {
    await store(sessions, (uses) => saveSessionUses(prisma, uses));
    await store(permissions, (uses) => savePermissionUses(prisma, uses));
  };
  return {
    session: (use) => void sessions.set(use.sessionId, { ...use, at: new Date() }),
    permission: (use) => void permissions.set(`${use.permission} ${use.staffId}`, { ...use, at: new Date() }),
    flush,
    ...createLoop({
      round: flush,
      everyMs: EVERY_MS,
      restsFirst: true,
      lastRound: true,
      failure: "the last uses of sessions and permissions were not stored yet",
    }),
  };
}

/** Stores what was noted, and forgets it then, unless it has been used again meanwhile. */
async function store<Use>(noted: Map<string, Use>, save: (uses: Use[]) => Promise<void>): Promise<void> {
  const taken = [...noted];
  if (taken.length === 0) return;
  await save(taken.map(([, use]) => use));
  for (const [key, use] of taken) if (noted.get(key) === use) noted.delete(key);
}
