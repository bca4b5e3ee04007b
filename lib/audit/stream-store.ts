import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { ChainedEntry, ChainPlace } from "./chain";

/** What is written of an entry. */
export type StreamedEntry = Omit<ChainedEntry, "detailsDigest" | "subjectId"> & ChainPlace;

const NAME = "entries";

/**
 * The entries that were not written yet, oldest first; none while another process writes them. Until the transaction
 * ends, nobody else gets them.
 */
export async function claimStream(_: SystemScope, tx: Db, most: number): Promise<StreamedEntry[]> {
  await tx.$executeRaw`INSERT INTO audit_streams (name, seq) VALUES (${NAME}, 0) ON CONFLICT DO NOTHING`;
  const [stream] = await tx.$queryRaw<{ seq: bigint }[]>`
    SELECT seq FROM audit_streams WHERE name = ${NAME} FOR UPDATE SKIP LOCKED`;
  if (stream === undefined) return [];
  return tx.$queryRaw<StreamedEntry[]>`
    SELECT seq, at, site_id AS "siteId", actor_id AS "actorId", actor_name AS "actorName", action,
      target_type AS "targetType", target_id AS "targetId", outcome, mac
    FROM audit_entries WHERE seq > ${stream.seq} ORDER BY seq LIMIT ${most}`;
}

/** Says that entries up to one were written. */
export async function moveStream(_: SystemScope, tx: Db, seq: bigint): Promise<void> {
  await tx.auditStream.update({ where: { name: NAME }, data: { seq } });
}

/** The newest entry that was written; 0 if none was. */
export async function readStreamed(_: SystemScope, tx: Db): Promise<bigint> {
  const stream = await tx.auditStream.findUnique({ where: { name: NAME } });
  return stream?.seq ?? 0n;
}
