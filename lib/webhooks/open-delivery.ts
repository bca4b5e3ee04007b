import { readEnvelope } from "@/lib/anytime/envelope";
import { type AnytimeEvent, parseEvent } from "@/lib/anytime/events";
import { parseBody } from "@/lib/anytime/parse-body";
import { markOf } from "@/lib/anytime/verify-hash";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { open } from "@/lib/crypto/seal";
import type { PendingDelivery } from "./process-store";

/** Decides between deliveries about one entity: the greatest wins. */
export interface FoldKey {
  /** Seconds, exact decimal text; -1 where it lay too far in the future to be believed. */
  readonly timestamp: string;
  /** The earliest of all copies of the same data, so that a repetition is never news. */
  readonly createdAt: Date;
  readonly digest: Buffer;
}

/** A delivery with its payload read, or the reason why it could not be. */
export type OpenedDelivery = { id: string; siteId: string; receivedAt: Date } & (
  | { problem: null; event: AnytimeEvent; fold: FoldKey }
  | { problem: string; event: null; fold: null }
);

const FUTURE_TOLERANCE_SECONDS = 300;

/**
 * Opens a stored delivery and reads its event. A payload that breaks the documented shape is a problem for
 * a person, named by path and rule; its values stay sealed.
 *
 * @throws UnknownKeyError where this process lacks the key it was sealed with
 */
export function openDelivery(ring: KeyRing, delivery: PendingDelivery): OpenedDelivery {
  const { id, siteId, receivedAt } = delivery;
  const failed = (problem: string): OpenedDelivery => ({
    id,
    siteId,
    receivedAt,
    problem,
    event: null,
    fold: null,
  });
  const place = { table: "deliveries", row: delivery.sealedAs, site: siteId };
  const parsed = parseBody(open(ring, place, delivery.bodySealed), delivery.contentType ?? undefined);
  if (!parsed.ok) return failed(`body: ${parsed.reason}`);
  const read = readEnvelope(parsed.root, parsed.digested);
  if (!read.ok) return failed(`envelope: ${read.reason}`);
  const event = parseEvent(read.envelope, markOf(delivery.hashRendering));
  if (!event.ok) return failed(event.issues.join("; ").slice(0, 500));
  const { timestamp } = read.envelope;
  const ahead = Number(timestamp.text) - receivedAt.getTime() / 1000;
  const fold = {
    timestamp: ahead > FUTURE_TOLERANCE_SECONDS ? "-1" : timestamp.text,
    createdAt: delivery.createdAt ?? new Date(0),
    digest: Buffer.from(delivery.digest ?? Buffer.alloc(32)),
  };
  return { id, siteId, receivedAt, problem: null, event: event.event, fold };
}
