import { digestData } from "@/lib/anytime/digest";
import { type Envelope, readEnvelope } from "@/lib/anytime/envelope";
import { parseBody } from "@/lib/anytime/parse-body";
import { type HashRendering, verifyHash } from "@/lib/anytime/verify-hash";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { seal } from "@/lib/crypto/seal";
import { fingerprint } from "@/lib/crypto/secrets";
import { newId } from "@/lib/db/id";
import { judgeAddress } from "./address";
import { type Refusal, refuse } from "./answer";
import type { InboxRow, Quarantined } from "./inbox";
import { senderAddress } from "./peer";
import type { PartnerRef, ReceivingSite } from "./sites";

/** A delivery of a known site, as it came off the wire. */
export interface SentDelivery {
  readonly contentType: string | undefined;
  readonly userAgent: string | undefined;
  readonly body: Buffer;
  /** Address at the other end of the socket, null where nobody vouches for it. */
  readonly peer: string | null;
  /** X-Forwarded-For as sent. */
  readonly forwardedFor: string | null;
  readonly receivedAt: Date;
}

/** What judging needs besides the site. */
export interface JudgeOptions {
  readonly ring: KeyRing;
  /** How many proxies in front are believed about the sender's address. */
  readonly trustedHops: number;
  /** The bank is the simulated one: loopback counts as evidence. */
  readonly development: boolean;
}

/** The row to store, with the refusal to answer where there is one; `credentialId` of the reference that fitted. */
export type Judged = { readonly credentialId: string | null } & (
  | { readonly refusal: null; readonly row: InboxRow }
  | { readonly refusal: Refusal; readonly row: Quarantined }
);

const LONGEST_HEADER = 500;

/** Judges a delivery leg by leg (docs: "Push Notifications"; protocol.md §2). Pure but for ids and sealing. */
export function judge(options: JudgeOptions, site: ReceivingSite, sent: SentDelivery): Judged {
  const id = newId();
  const address = senderAddress(sent.peer, sent.forwardedFor, options.trustedHops);
  const addressLeg = judgeAddress(address, site.allowedIps, options.development);
  const base = {
    id,
    siteId: site.id,
    receivedAt: sent.receivedAt,
    contentType: sent.contentType?.slice(0, 200) ?? null,
    userAgent: header(sent.userAgent),
    bodySealed: seal(options.ring, { table: "deliveries", row: id, site: site.id }, sent.body),
    bodySize: sent.body.length,
    sourceAddress: address,
    peerAddress: sent.peer,
    forwardedFor: header(sent.forwardedFor),
    addressLeg,
  };
  const parsed = parseBody(sent.body, sent.contentType);
  const read = parsed.ok ? readEnvelope(parsed.root) : parsed;
  if (!read.ok) {
    const refusal =
      addressLeg === "mismatch"
        ? wrongAddress()
        : refuse(400, "not_a_notification", `This is not a notification: ${read.reason}.`);
    return {
      refusal,
      credentialId: null,
      row: { ...base, ...UNREAD, verdictReason: read.reason, answerStatus: refusal.status },
    };
  }
  const fit = findFit(read.envelope, site.partnerRefs);
  const row: InboxRow = {
    ...base,
    ...describeEnvelope(read.envelope, sent.receivedAt),
    encoding: parsed.ok ? parsed.encoding : null,
    hashLeg: fit === null ? "mismatch" : fit.isPublic ? "public" : "match",
    hashRendering: fit?.rendering ?? null,
  };
  const refused = refusalOf(row, site);
  const credentialId = fit?.credentialId ?? null;
  return refused === null
    ? { refusal: null, credentialId, row }
    : {
        refusal: refused.refusal,
        credentialId,
        row: { ...row, verdictReason: refused.reason, answerStatus: refused.refusal.status },
      };
}

/** Which of the site's references the hash was made with, or null. */
function findFit(
  envelope: Envelope,
  refs: readonly PartnerRef[],
): { credentialId: string; isPublic: boolean; rendering: HashRendering } | null {
  for (const { credentialId, ref, isPublic } of refs) {
    const verdict = verifyHash({ hash: envelope.hash, timestamp: envelope.timestamp, partnerRef: ref });
    if (verdict.match) return { credentialId, isPublic, rendering: verdict.rendering };
  }
  return null;
}

function refusalOf(row: InboxRow, site: ReceivingSite): { reason: string; refusal: Refusal } | null {
  if (row.addressLeg === "mismatch" || row.addressLeg === "unknown")
    return { reason: `address_${row.addressLeg}`, refusal: wrongAddress() };
  if (row.hashLeg === "mismatch") {
    const message = "The hash was not made with this site's partner reference.";
    return { reason: "hash_mismatch", refusal: refuse(401, "wrong_hash", message) };
  }
  if (site.staleness.refuse && (row.ageSeconds ?? 0) > site.staleness.seconds) {
    const message = "The notification's timestamp is too far from now.";
    return { reason: "stale", refusal: refuse(401, "stale", message) };
  }
  return null;
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

/** A header is text of a stranger's choosing: cut, and only what Postgres can hold. */
function header(value: string | null | undefined): string | null {
  return value?.slice(0, LONGEST_HEADER).toWellFormed().replaceAll("\0", "\uFFFD") ?? null;
}

function wrongAddress(): Refusal {
  return refuse(403, "address_not_allowed", "Notifications are not taken from this address.");
}
