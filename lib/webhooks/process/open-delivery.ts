import { readEnvelope } from "@/lib/anytime/body/envelope";
import { parseBody } from "@/lib/anytime/body/parse-body";
import { type AnytimeEvent, parseEvent } from "@/lib/anytime/events";
import { markOf } from "@/lib/anytime/hash/verify-hash";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { open } from "@/lib/crypto/seal";
import type { BodyFacts, PendingDelivery } from "./process-store";

/** Orders the deliveries about one entity: the greatest wins. */
export interface FoldKey {
  /**
   * Seconds, exact decimal text; -1 if it was too far in the future to be trusted, or is scheduled for that
   * time.
   */
  readonly timestamp: string;
  /** The earliest of all copies of the same data, so that a repetition never counts as newer. */
  readonly createdAt: Date;
  readonly digest: Buffer;
}

/** A delivery with its parsed payload, or the reason why it could not be parsed. */
export type OpenedDelivery = { id: string; siteId: string; receivedAt: Date } & (
  | { problem: null; event: AnytimeEvent; fold: FoldKey; waitsUntil: Date | null }
  | { problem: string; event: null; fold: null; waitsUntil: null }
);

/** What a body says, whoever sent it and whenever it takes effect; or why it could not be parsed. */
export type ReadBody =
  | { readonly problem: null; readonly event: AnytimeEvent; readonly timestamp: string }
  | { readonly problem: string };

/** Thrown when a delivery's body was removed, or is just being moved to a later month. */
export class BodyMissingError extends Error {
  override name = "BodyMissingError";
}

export const FUTURE_TOLERANCE_SECONDS = 300;
/** Later times mean nothing to Postgres or to people. */
const LATEST_MS = Date.UTC(9998, 0);

/**
 * Opens a stored body and parses its event. A payload that breaks the documented shape is a problem for staff, named by
 * path and rule; its values stay sealed.
 *
 * @throws UnknownKeyError if this process lacks the key it was sealed with
 */
export function readBody(ring: KeyRing, sealed: Uint8Array, facts: BodyFacts): ReadBody {
  const place = { table: "deliveries", row: facts.sealedAs, site: facts.siteId };
  const parsed = parseBody(open(ring, place, sealed), facts.contentType ?? undefined);
  if (!parsed.ok) return { problem: `body: ${parsed.reason}` };
  const read = readEnvelope(parsed.root, parsed.digested);
  if (!read.ok) return { problem: `envelope: ${read.reason}` };
  const event = parseEvent(read.envelope, markOf(facts.hashRendering));
  if (!event.ok) return { problem: event.issues.join("; ").slice(0, 500) };
  return { problem: null, event: event.event, timestamp: read.envelope.timestamp.text };
}

/**
 * Decides from when on a delivery takes effect, and what it is ordered by.
 *
 * @param offset how many seconds the bank's clock is known to be ahead of ours
 * @param known what its body says, if it was read before
 * @throws UnknownKeyError as `readBody`, BodyMissingError if there is no body (any more)
 */
export function openDelivery(
  ring: KeyRing,
  delivery: PendingDelivery,
  offset = 0,
  known?: ReadBody,
): OpenedDelivery {
  const { id, siteId, receivedAt, bodySealed } = delivery;
  if (bodySealed === null) throw new BodyMissingError("a delivery has no body");
  const body = known ?? readBody(ring, bodySealed, delivery);
  if (body.problem !== null)
    return { id, siteId, receivedAt, problem: body.problem, event: null, fold: null, waitsUntil: null };
  const { event, timestamp } = body;
  const seconds = Number(timestamp);
  const waits =
    delivery.verified && !delivery.released && tooFar((delivery.ahead ?? 0) - Math.max(0, offset));
  // An unverified delivery is judged by the time it first arrived, however often it is processed.
  const disbelieved = !delivery.verified && tooFar(seconds - receivedAt.getTime() / 1000);
  const until = new Date(
    Math.min((seconds - FUTURE_TOLERANCE_SECONDS - Math.max(0, offset)) * 1000, LATEST_MS),
  );
  const fold = {
    timestamp: waits || disbelieved ? "-1" : timestamp,
    createdAt: delivery.createdAt ?? new Date(0),
    digest: Buffer.from(delivery.digest ?? Buffer.alloc(32)),
  };
  return { id, siteId, receivedAt, problem: null, event, fold, waitsUntil: waits ? until : null };
}

function tooFar(seconds: number): boolean {
  return seconds > FUTURE_TOLERANCE_SECONDS;
}
