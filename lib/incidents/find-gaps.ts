import { type Gap, listUnstored, notePresence } from "@/lib/bank-api/fetch/gaps-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { ChangedIncident } from "./incidents-store";

/** Whoever checks does so four times a minute: after this, nobody was there, or the database was not. */
const ABSENT_MS = 45_000;

/** The time before this check in which nobody was there to receive, if there was one: a gap at every site. */
export async function gapsOfAbsence(
  tx: Db,
  sites: readonly { readonly siteId: string }[],
  now: Date,
): Promise<Gap[]> {
  const seenAt = await notePresence(SYSTEM_SCOPE, tx);
  if (seenAt === null || now.getTime() - seenAt.getTime() < ABSENT_MS) return [];
  return sites.map(({ siteId }) => ({ siteId, cause: "outage", beganAt: seenAt, endedAt: now }));
}

/** Times in which we answered 503: of what the bank sent then, some may have used up its tries. */
export async function gapsOfUnstored(tx: Db): Promise<Gap[]> {
  const gaps = await listUnstored(SYSTEM_SCOPE, tx);
  return gaps.map((gap) => ({ ...gap, cause: "unstored" }));
}

/**
 * The times in which payments may be lost according to incidents: a silence when it is noticed, since nobody knows how long
 * it will last, and again when it ends; refusals when they end.
 */
export function gapsOf(changed: readonly ChangedIncident[], now: Date): Gap[] {
  return changed.flatMap(({ siteId, kind, since, closed }): Gap[] => {
    if (kind === "silence") return [{ siteId, cause: "silence", beganAt: since, endedAt: now }];
    if (kind === "refusals" && closed) return [{ siteId, cause: "refusals", beganAt: since, endedAt: now }];
    return [];
  });
}
