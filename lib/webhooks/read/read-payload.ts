import { type Envelope, readEnvelope } from "@/lib/anytime/body/envelope";
import { type BodyNote, parseBody } from "@/lib/anytime/body/parse-body";
import { parseEvent } from "@/lib/anytime/events";
import type { FieldNote } from "@/lib/anytime/fields";
import { markOf } from "@/lib/anytime/hash/verify-hash";
import { escapeInvisible } from "@/lib/anytime/values/visible-text";
import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open } from "@/lib/crypto/seal";
import { asCurl, encodeAgain } from "./as-curl";
import { listMasked, maskTree, type PayloadLine } from "./masked-body";

/** The body of a delivery as stored. */
export interface SealedPayload {
  readonly siteId: string;
  /** The row that the body was sealed for: a replay carries the body of its original. */
  readonly sealedAs: string;
  /** null where it was removed. */
  readonly bodySealed: Uint8Array | null;
  readonly contentType: string | null;
  readonly hashRendering: string | null;
}

/** A payload for staff to read: every secret in it is masked. */
export interface PayloadView {
  readonly lines: readonly PayloadLine[];
  /** Rewritten in its original encoding. */
  readonly raw: string;
  readonly curl: string;
  /** What could not be used as it was sent. */
  readonly notes: readonly (BodyNote | FieldNote)[];
}

/** An opened payload; the envelope contains secrets and is only for verification. */
export interface OpenedPayload {
  readonly view: PayloadView;
  readonly envelope: Envelope | null;
}

/**
 * Opens the stored body of a delivery.
 *
 * @returns null if it was removed, cannot be parsed in its encoding, or is sealed with a key we lack: then we cannot
 *   tell where secrets are, and show nothing
 * @throws SealBrokenError if the stored bytes were changed
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
  if (bodySealed === null) return null;
  try {
    return open(ring, { table: "deliveries", row: sealedAs, site: siteId }, bodySealed);
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
