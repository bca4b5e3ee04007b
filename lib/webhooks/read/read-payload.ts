import { type Envelope, readEnvelope } from "@/lib/anytime/envelope";
import { parseEvent } from "@/lib/anytime/events";
import type { FieldNote } from "@/lib/anytime/fields";
import { type BodyNote, parseBody } from "@/lib/anytime/parse-body";
import { markOf } from "@/lib/anytime/verify-hash";
import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open } from "@/lib/crypto/seal";
import { asCurl, encodeAgain } from "./as-curl";
import { escapeInvisible, listMasked, maskTree, type PayloadLine } from "./masked-body";

/** The bytes of a delivery as they are stored. */
export interface SealedPayload {
  readonly siteId: string;
  /** Row the body was sealed for: a replay carries its original's bytes. */
  readonly sealedAs: string;
  readonly bodySealed: Uint8Array;
  readonly contentType: string | null;
  readonly hashRendering: string | null;
}

/** A payload for a person to read: secrets are masked in all of it. */
export interface PayloadView {
  readonly lines: readonly PayloadLine[];
  /** Written again in the encoding it came in. */
  readonly raw: string;
  readonly curl: string;
  /** What could not be taken as it stands. */
  readonly notes: readonly (BodyNote | FieldNote)[];
}

/** An opened payload; the envelope holds secrets, and is for judging alone. */
export interface OpenedPayload {
  readonly view: PayloadView;
  readonly envelope: Envelope | null;
}

/**
 * Opens the stored bytes of a delivery.
 *
 * @returns null where they cannot be read as a notification's encoding, or are sealed with a key we lack: then
 * nothing is known of where secrets stand in them, and nothing is shown
 * @throws SealBrokenError where the stored bytes were changed
 */
export function openPayload(ring: KeyRing, delivery: SealedPayload): OpenedPayload | null {
  const body = openBody(ring, delivery);
  const parsed = body === null ? null : parseBody(body, delivery.contentType ?? undefined);
  if (parsed?.ok !== true) return null;
  const read = readEnvelope(parsed.root, parsed.digested);
  const again = encodeAgain(maskTree(parsed.root, !read.ok), parsed.encoding);
  const raw = again.body.toString("utf8").split(/\r?\n/).map(escapeInvisible).join("\n");
  const event = read.ok ? parseEvent(read.envelope, markOf(delivery.hashRendering)) : null;
  const notes = [...parsed.notes, ...(event?.ok === true ? event.notes : [])];
  return {
    view: { lines: listMasked(parsed.root, { readable: read.ok }), raw, curl: asCurl(again), notes },
    envelope: read.ok ? read.envelope : null,
  };
}

function openBody(ring: KeyRing, { siteId, sealedAs, bodySealed }: SealedPayload): Buffer | null {
  try {
    return open(ring, { table: "deliveries", row: sealedAs, site: siteId }, bodySealed);
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
