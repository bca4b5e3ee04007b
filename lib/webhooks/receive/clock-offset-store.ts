import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { verifiedSql } from "./evidence";

/** How many of a site's latest deliveries are read, and how many of the verified ones count. */
const VERIFIED = Prisma.raw(verifiedSql("r"));
const MOST_READ = 500;
const MOST_COUNTED = 50;

/**
 * How far the timestamps of a site's latest verified deliveries were ahead of their arrival, in seconds. Those
 * refused as stale count too: if our clock is ahead, they look stale.
 */
export async function readLeads(
  _: SystemScope,
  db: Db,
  siteIds: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await db.$queryRaw<{ siteId: string; leads: number[] }[]>`
    SELECT s.id AS "siteId", ARRAY(
      SELECT (r.bank_timestamp - EXTRACT(EPOCH FROM r.received_at))::float8 FROM (
        SELECT d.* FROM deliveries d WHERE d.site_id = s.id AND d.received_at > now() - interval '10 minutes'
        ORDER BY d.received_at DESC, d.id DESC LIMIT ${MOST_READ}
      ) r WHERE ${VERIFIED} AND r.replay_of_id IS NULL
        AND (r.verdict <> 'quarantined' OR r.verdict_reason = 'stale')
      LIMIT ${MOST_COUNTED}
    ) AS leads
    FROM unnest(${[...siteIds]}::uuid[]) AS s(id)`;
  return new Map(rows.map(({ siteId, leads }) => [siteId, leads]));
}

/** Lets scheduled deliveries of a site wait less: our clock is known to be behind. */
export async function hastenWaiting(
  _: SystemScope,
  tx: Db,
  siteId: string,
  offset: number,
  tolerance: number,
) {
  await tx.$executeRaw`
    UPDATE deliveries SET next_attempt_at = LEAST(next_attempt_at,
      to_timestamp(LEAST(bank_timestamp, 99999999999)::float8 - ${offset + tolerance}::float8))
    WHERE processing = 'waiting' AND site_id = ${siteId}::uuid`;
}
