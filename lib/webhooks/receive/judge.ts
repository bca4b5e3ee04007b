import { hash } from "node:crypto";
import { type Envelope, readEnvelope } from "@/lib/anytime/body/envelope";
import { parseBody } from "@/lib/anytime/body/parse-body";
import { storableText } from "@/lib/anytime/body/storable";
import { readToken } from "@/lib/anytime/events";
import { digestData } from "@/lib/anytime/hash/digest";
import { type HashRendering, verifyHash } from "@/lib/anytime/hash/verify-hash";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { seal } from "@/lib/crypto/seal";
import { newId } from "@/lib/db/id";
import { judgeAddress } from "@/lib/sites/addresses/address";
import type { PartnerRef, ReceivingSite } from "@/lib/sites/finding/receiving-site";
import { type Refusal, refuse, unavailable } from "./answer";
import { isVerified } from "./evidence";
import type { InboxRow, Quarantined, Submitted } from "./inbox-row";
import { type ProxyTrust, senderAddress } from "./peer";

/** A delivery of a known site, as it came off the wire. */
export interface SentDelivery {
  readonly contentType: string | undefined;
  readonly userAgent: string | undefined;
  readonly body: Buffer;
  /** Address at the other end of the socket; null if nothing vouches for it. */
  readonly peer: string | null;
  /** X-Forwarded-For as sent. */
  readonly forwardedFor: string | null;
  readonly receivedAt: Date;
}

/** What the checks need besides the site. */
export interface JudgeOptions {
  readonly ring: KeyRing;
  readonly proxies: ProxyTrust;
  /** The bank is simulated: loopback counts as evidence. */
  readonly development: boolean;
}

/** What to store, and the refusal to answer if there is one; `credentialId` of the reference that matched. */
export type Judged = { readonly credentialId: string | null } & (
  | { readonly refusal: null; readonly delivery: Submitted }
  | { readonly refusal: Refusal; readonly delivery: Quarantined }
);

const LONGEST_HEADER = 500;
const LONGEST_CONTENT_TYPE = 200;

/** Checks a delivery (docs: "Push Notifications"; protocol.md §2). Pure except for ids and sealing. */
export function judge(options: JudgeOptions, site: ReceivingSite, whole: SentDelivery, offset = 0): Judged {
  // Parsed with the header as it will be stored: with more of the header, a body could be checked as one thing
  // and processed as another.
  const sent = { ...whole, contentType: whole.contentType?.slice(0, LONGEST_CONTENT_TYPE) };
  const address = senderAddress(sent.peer, sent.forwardedFor, options.proxies);
  const addressLeg = judgeAddress(address, site.allowedIps, options.development);
  const parsed = parseBody(sent.body, sent.contentType);
  const read = parsed.ok ? readEnvelope(parsed.root, parsed.digested) : parsed;
  const envelope = read.ok ? read.envelope : null;
  const fit = envelope === null ? null : findFit(envelope, site.partnerRefs);
  const row = makeRow(site, sent, {
    address,
    addressLeg,
    envelope,
    encoding: read.ok && parsed.ok ? parsed.encoding : null,
    hashLeg: envelope === null ? "unread" : fit === null ? "mismatch" : fit.isPublic ? "public" : "match",
    hashRendering: fit?.rendering ?? null,
  });
  const lead = envelope === null ? 0 : leadOf(envelope, sent.receivedAt);
  const refused = read.ok ? refusalOf(row, site, lead, offset) : refuseUnread(addressLeg, read.reason);
  const credentialId = fit?.credentialId ?? null;
  const bodySealed = seal(options.ring, { table: "deliveries", row: row.id, site: site.id }, sent.body);
  if (refused === null) return { refusal: null, credentialId, delivery: { row, bodySealed } };
  const { reason, refusal } = refused;
  const kept = { ...row, verdictReason: reason, answerStatus: refusal.status };
  return { refusal, credentialId, delivery: { row: kept, bodySealed } };
}

interface Findings {
  readonly address: string | null;
  readonly addressLeg: string;
  readonly envelope: Envelope | null;
  readonly encoding: string | null;
  readonly hashLeg: string;
  readonly hashRendering: string | null;
}

/** One object written at once: spreading it from parts took a tenth of the time of receiving. */
function makeRow(site: ReceivingSite, sent: SentDelivery, found: Findings): InboxRow {
  const { envelope } = found;
  return {
    id: newId(),
    siteId: site.id,
    receivedAt: sent.receivedAt,
    digest: envelope === null ? null : digestData(envelope.digested),
    pairDigest: envelope === null ? null : hash("sha256", envelope.hash.toLowerCase()),
    eventName: envelope?.eventName ?? null,
    reference: envelope?.reference ?? null,
    bankTimestamp: envelope?.timestamp.text ?? null,
    bankCreatedAt: envelope?.createdAt ?? null,
    currentTry: envelope?.currentTry ?? null,
    maxTries: envelope?.maxTries ?? null,
    contentType: sent.contentType ?? null,
    userAgent: header(sent.userAgent),
    encoding: found.encoding,
    bodySize: sent.body.length,
    sourceAddress: found.address,
    peerAddress: sent.peer,
    forwardedFor: header(sent.forwardedFor),
    addressLeg: found.addressLeg,
    hashLeg: found.hashLeg,
    hashRendering: found.hashRendering,
    revokes: envelope === null ? null : revokedToken(envelope),
    ageSeconds: envelope === null ? null : ageOf(envelope, sent.receivedAt),
  };
}

function revokedToken({ eventName, data }: Envelope): string | null {
  const token = eventName === "token_revoked" ? readToken(data) : null;
  return token === null ? null : hash("sha256", token);
}

/** The site's reference that the hash was computed with, or null. */
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

interface Refused {
  readonly reason: string;
  readonly refusal: Refusal;
}

/** Whether a delivery was refused only for its age. */
export function isStale({ refusal, delivery }: Judged): boolean {
  return refusal !== null && "verdictReason" in delivery.row && delivery.row.verdictReason === STALE;
}

const STALE = "stale";

function refusalOf(row: InboxRow, site: ReceivingSite, lead: number, offset: number): Refused | null {
  if (row.addressLeg === "mismatch" || row.addressLeg === "unknown")
    return { reason: `address_${row.addressLeg}`, refusal: wrongAddress() };
  // It may be right: keep it for staff, and ask for it again, so that a replica with the key can accept it.
  if (row.hashLeg === "mismatch" && site.lacksKey) return { reason: "key_missing", refusal: unavailable() };
  if (row.hashLeg === "mismatch") {
    const message = "The hash was not made with this site's partner reference.";
    return { reason: "hash_mismatch", refusal: refuse(401, "wrong_hash", message) };
  }
  const age = Math.min(Math.abs(lead), Math.abs(lead - offset));
  // A future timestamp is not stale: a verified delivery is scheduled.
  const waits = lead > 0 && isVerified(row);
  if (site.staleness.refuse && age > site.staleness.seconds && !waits) {
    const message = "The notification's timestamp is too far from now.";
    return { reason: STALE, refusal: refuse(401, "stale", message) };
  }
  return null;
}

function refuseUnread(addressLeg: string, reason: string): Refused {
  if (addressLeg === "mismatch") return { reason, refusal: wrongAddress() };
  const message = `This is not a notification: ${reason}.`;
  return { reason, refusal: refuse(400, "not_a_notification", message) };
}

const LONGEST_AGE = 2_000_000_000;

function ageOf(envelope: Envelope, receivedAt: Date): number {
  const age = Math.abs(leadOf(envelope, receivedAt));
  return Math.min(Math.round(age), LONGEST_AGE);
}

/** How far a timestamp is ahead of its arrival, in seconds. */
function leadOf(envelope: Envelope, receivedAt: Date): number {
  return Number(envelope.timestamp.text) - receivedAt.getTime() / 1000;
}

/** A header is text chosen by anybody: it is cut, and keeps only what Postgres can store. */
function header(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : storableText(value.slice(0, LONGEST_HEADER));
}

function wrongAddress(): Refusal {
  return refuse(403, "address_not_allowed", "Notifications are not taken from this address.");
}
