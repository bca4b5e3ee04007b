import { createLoop, type Loop } from "@/lib/background/loop";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { type AuditKeys, recordAudit } from "./record";
import { claimSight, forgetSights } from "./sights-store";

/** Somebody looked at a person, or searched people on a site. */
export interface Sight {
  readonly action: "linked_user.viewed" | "linked_user.searched";
  readonly siteId: string;
  /** The person, or the site. */
  readonly targetId: string;
}

/** Who looked at whom, on the way into the audit trail. No page waits for that. */
export interface Sights extends Loop {
  viewed(scope: Scope, user: { readonly id: string; readonly siteId: string }): void;
  /** Searched people on the sites of the scope. */
  searched(scope: Scope): void;
  flush(): Promise<void>;
}

const EVERY_MS = 5_000;
/** More than this many that could not be recorded, as while the database is away, are given up. */
const MOST_NOTED = 10_000;

/**
 * Creates the collector of this process. What somebody looks at again within an hour of its entry is not recorded again,
 * whichever process serves them.
 */
export function createSights({ prisma }: Pick<Database, "prisma">, keys: AuditKeys): Sights {
  const noted = new Map<string, { scope: Scope; sight: Sight }>();
  const record = async ({ scope, sight }: { scope: Scope; sight: Sight }): Promise<void> => {
    const { action, siteId, targetId } = sight;
    await prisma.$transaction(async (tx) => {
      if (
        scope.actor.id === null ||
        !(await claimSight(SYSTEM_SCOPE, tx, { ...sight, staffId: scope.actor.id }))
      )
        return;
      const targetType = action === "linked_user.viewed" ? "linked_user" : "site";
      await recordAudit(scope, tx, keys, { action, outcome: "done", siteId, targetType, targetId });
    });
  };
  const flush = async (): Promise<void> => {
    const faults: unknown[] = [];
    for (const [key, each] of noted) {
      try {
        await record(each);
        noted.delete(key);
      } catch (fault) {
        // What cannot be recorded now keeps back nothing behind it.
        faults.push(fault);
      }
    }
    if (noted.size > MOST_NOTED) noted.clear();
    await forgetSights(SYSTEM_SCOPE, prisma);
    if (faults.length > 0) throw faults[0];
  };
  const note = (scope: Scope, sight: Sight): void => {
    if (scope.actor.id === null) return;
    noted.set(`${scope.actor.id} ${sight.action} ${sight.targetId}`, { scope, sight });
  };
  return {
    viewed: (scope, { id, siteId }) => note(scope, { action: "linked_user.viewed", siteId, targetId: id }),
    searched: (scope) => {
      const sites = scope.sites === "all" ? [] : scope.sites;
      for (const siteId of sites) note(scope, { action: "linked_user.searched", siteId, targetId: siteId });
    },
    flush,
    ...createLoop({
      round: flush,
      everyMs: EVERY_MS,
      restsFirst: true,
      lastRound: true,
      failure: "who looked at whom was not recorded yet",
    }),
  };
}
