import { digestData } from "@/lib/anytime/digest";
import { type Envelope, readEnvelope } from "@/lib/anytime/envelope";
import { MAX_BODY_BYTES, parseBody } from "@/lib/anytime/parse-body";
import { verifyHash } from "@/lib/anytime/verify-hash";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { seal } from "@/lib/crypto/seal";
import { fingerprint } from "@/lib/crypto/secrets";
import { newId } from "@/lib/db/id";
import type { Scope } from "@/lib/db/scope";
import { judgeAddress } from "./address";
import type { Inbox, InboxRow, Quarantined } from "./inbox";
import type { ReceivingSite, SiteCache } from "./sites";

/** A delivery as it came off the wire, whichever door it came through. */
export interface RawDelivery {
  readonly webhookKey: string;
  readonly contentType: string | undefined;
  /** null where the door stopped reading: more than MAX_BODY_BYTES. */
  readonly body: Buffer | null;
  readonly address: string | null;
  readonly receivedAt: Date;
}

/** What the sender is told. */
export type Answer =
  | { status: 200; body: { status: "accepted" | "duplicate" | "held" } }
  | { status: 400 | 401 | 403 | 404 | 405 | 413 | 503; body: { error: { code: string; message: string } } };

/** What receiving needs. */
export interface ReceiveDependencies {
  readonly ring: KeyRing;
  readonly sites: SiteCache;
  readonly inbox: Inbox;
  readonly development: boolean;
}

/**
 * Takes a delivery in: judges its legs, commits its bytes, and says what to answer.
 * 200 is said only after the commit. Nothing of the payload is in the answer or in an error.
 */
export async function receive(scope: Scope, deps: ReceiveDependencies, raw: RawDelivery): Promise<Answer> {
  if (raw.body === null)
    return refuse(413, "too_large", `A notification has at most ${MAX_BODY_BYTES} bytes.`);
  const site = await deps.sites.find(raw.webhookKey).catch(() => "unavailable" as const);
  if (site === "unavailable") return unavailable();
  if (site === null) return refuse(404, "unknown_key", "No site has this callback URL.");

  return receiveForSite(scope, deps, site, { ...raw, body: raw.body }, true);
}

/**
 * The part of receiving that follows once it is known whose delivery it is.
 *
 * @param keepRefused whether a refused delivery is kept for a person: not where it is one that is kept already
 */
export async function receiveForSite(
  scope: Scope,
  deps: ReceiveDependencies,
  site: ReceivingSite,
  raw: Omit<RawDelivery, "webhookKey"> & { readonly body: Buffer },
  keepRefused: boolean,
): Promise<Answer> {
  const judged = judge(deps, site, raw, raw.body);
  try {
    if (judged.answer !== null) {
      if (keepRefused) await deps.inbox.quarantine(scope, judged.row);
      return judged.answer;
    }
    return { status: 200, body: { status: await deps.inbox.submit(scope, judged.row) } };
  } catch {
    // Whatever kept the bytes from being committed, the one honest answer is: not stored, send it again.
    return unavailable();
  }
}

/** The answer to any method but POST. */
export function methodNotAllowed(): Answer {
  return refuse(405, "method_not_allowed", "Notifications are sent with POST.");
}

/** The answer where the bytes could not be stored. */
export function unavailable(): Answer {
  return refuse(503, "not_stored", "The notification could not be stored. Send it again.");
}

type Judged = { answer: null; row: InboxRow } | { answer: Answer; row: Quarantined };

function judge(
  deps: ReceiveDependencies,
  site: ReceivingSite,
  raw: Omit<RawDelivery, "webhookKey">,
  body: Buffer,
): Judged {
  const id = newId();
  const addressLeg = judgeAddress(raw.address, site.allowedIps, deps.development);
  const base = {
    id,
    siteId: site.id,
    receivedAt: raw.receivedAt,
    contentType: raw.contentType?.slice(0, 200) ?? null,
    bodySealed: seal(deps.ring, { table: "deliveries", row: id, site: site.id }, body),
    bodySize: body.length,
    sourceAddress: raw.address,
    addressLeg,
  };
  const parsed = parseBody(body, raw.contentType);
  const read = parsed.ok ? readEnvelope(parsed.root) : parsed;
  if (!read.ok) {
    const answer =
      addressLeg === "mismatch"
        ? wrongAddress()
        : refuse(400, "not_a_notification", `This is not a notification: ${read.reason}.`);
    return { answer, row: { ...base, ...UNREAD, verdictReason: read.reason, answerStatus: answer.status } };
  }
  const { envelope } = read;
  const hash = verifyHash({
    hash: envelope.hash,
    timestamp: envelope.timestamp,
    partnerRef: site.partnerRef,
  });
  const row: InboxRow = {
    ...base,
    ...describeEnvelope(envelope, raw.receivedAt),
    encoding: parsed.ok ? parsed.encoding : null,
    hashLeg: hash.match ? (site.partnerRefPublic ? "public" : "match") : "mismatch",
    hashRendering: hash.match ? hash.rendering : null,
  };
  if (addressLeg === "mismatch" || addressLeg === "unknown") {
    return {
      answer: wrongAddress(),
      row: { ...row, verdictReason: `address_${addressLeg}`, answerStatus: 403 },
    };
  }
  if (!hash.match) {
    const answer = refuse(401, "wrong_hash", "The hash was not made with this site's partner reference.");
    return { answer, row: { ...row, verdictReason: "hash_mismatch", answerStatus: 401 } };
  }
  return { answer: null, row };
}

function describeEnvelope(envelope: Envelope, receivedAt: Date) {
  const seconds = Number(envelope.timestamp.text);
  const age = Math.round(Math.abs(receivedAt.getTime() / 1000 - seconds));
  return {
    digest: digestData(envelope.data),
    pairDigest: fingerprint(envelope.hash.toLowerCase()),
    eventName: envelope.eventName,
    reference: envelope.reference,
    bankTimestamp: envelope.timestamp.text,
    bankCreatedAt: envelope.createdAt,
    currentTry: envelope.currentTry,
    maxTries: envelope.maxTries,
    ageSeconds: Math.min(age, 2_000_000_000),
  };
}

const UNREAD = {
  digest: null,
  pairDigest: null,
  eventName: null,
  reference: null,
  bankTimestamp: null,
  bankCreatedAt: null,
  currentTry: null,
  maxTries: null,
  ageSeconds: null,
  encoding: null,
  hashLeg: "unread",
  hashRendering: null,
} as const;

function wrongAddress(): Answer {
  return refuse(403, "address_not_allowed", "Notifications are not taken from this address.");
}

function refuse(status: Exclude<Answer["status"], 200>, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
