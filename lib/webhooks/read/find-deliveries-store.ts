import { z } from "zod";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** A delivery that was looked for. */
export interface DeliveryMatch {
  readonly id: string;
  readonly siteId: string;
  readonly eventName: string | null;
  readonly receivedAt: Date;
}

/** What pages show of an id: its end. */
const SHORT_ID = /^…?([0-9a-f]{8,12})$/;
/** An index for short ids would cost every delivery something; who has one in hand has it from not long ago. */
const MOST_SEARCHED = 200_000;

/** Deliveries by id, by reference, or by the short id that pages show, the newest first. */
export async function findDeliveries(
  scope: Scope,
  db: Db,
  typed: string,
  limit: number,
): Promise<DeliveryMatch[]> {
  const text = typed.toLowerCase();
  const short = SHORT_ID.exec(text)?.[1];
  const mine = inScope(scope, "d.site_id");
  const ways = [
    Prisma.sql`(SELECT d.id FROM deliveries d WHERE d.reference = ${typed} AND ${mine} LIMIT ${limit})`,
  ];
  if (z.uuid().safeParse(text).success)
    ways.push(Prisma.sql`(SELECT d.id FROM deliveries d WHERE d.id = ${text}::uuid AND ${mine})`);
  if (short !== undefined)
    ways.push(Prisma.sql`(SELECT n.id FROM sites s CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d WHERE d.site_id = s.id ORDER BY d.received_at DESC, d.id DESC LIMIT ${MOST_SEARCHED}
      ) n WHERE ${inScope(scope, "s.id")} AND right(n.id::text, ${short.length}::int) = ${short} LIMIT ${limit})`);
  return db.$queryRaw<DeliveryMatch[]>`
    SELECT d.id, d.site_id::text AS "siteId", d.event_name AS "eventName", d.received_at AS "receivedAt"
    FROM deliveries d
    WHERE d.id = ANY(ARRAY(${Prisma.join(ways, " UNION ALL ")})) AND ${mine}
    ORDER BY d.received_at DESC, d.id DESC LIMIT ${limit}`;
}
