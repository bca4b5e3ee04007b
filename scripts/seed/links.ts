// How people came to be linked: connect links, attempts, what browsers reported, tokens.
import type { AcEventName } from "@/lib/anytime/client-js";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { seal } from "@/lib/crypto/seal";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import { line } from "./copy";
import { type Draw, makeDraw } from "./draw";
import type { Person } from "./people";

export const SESSION_COLUMNS = [
  "id",
  "site_id",
  "linked_user_id",
  "secret_hash",
  "secret_sealed",
  "language",
  "state",
  "created_at",
  "expires_at",
  "opened_at",
  "completed_at",
];
export const ATTEMPT_COLUMNS = ["id", "session_id", "support_code", "language", "device", "created_at"];
export const EVENT_COLUMNS = ["id", "attempt_id", "seq", "name", "received_at"];
export const TOKEN_COLUMNS = [
  "id",
  "site_id",
  "fingerprint",
  "token_sealed",
  "state",
  "linked_user_id",
  "attempt_id",
  "orphan_reason",
  "fold_timestamp",
  "fold_created_at",
  "fold_digest",
  "granted_at",
  "granted_timestamp",
  "revoked_at",
  "first_seen_at",
  "updated_at",
];

const OPENED: readonly AcEventName[] = ["onClickLoginButton", "onDisplayPopup", "onDisplayLoginFormScreen"];
const CONNECTED: readonly AcEventName[] = [
  ...OPENED,
  "onLoginSucceeded",
  "onDisplayScopeAcceptanceScreen",
  "onTokenCreated",
  "onClosePopup",
];
const STOPPED: readonly (readonly AcEventName[])[] = [
  OPENED,
  [...OPENED, "onLoginFailed", "onClosePopup"],
  [...OPENED, "onLoginSucceeded", "onDisplayScopeAcceptanceScreen", "onClickRefuseButton", "onClosePopup"],
  [...OPENED, "onClosePopup"],
];
/** So that codes of two seeds differ. */
const MOST_PERSONS = 5_000_000;
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;
const ORPHANS = 0.002;

/** Lines of four tables. */
export interface LinkLines {
  readonly sessions: string[];
  readonly attempts: string[];
  readonly events: string[];
  readonly tokens: string[];
}

/** Invents how each person was linked. Secrets and tokens are random: nobody may guess them from the seed. */
export function drawLinks(seed: number, ring: KeyRing, persons: readonly Person[], until: number): LinkLines {
  const draw = makeDraw(seed, 6);
  const lines: LinkLines = { sessions: [], attempts: [], events: [], tokens: [] };
  for (const [number, person] of persons.entries())
    drawLink({ draw, ring, lines, person, number: seed * MOST_PERSONS + number, until });
  return lines;
}

interface Linking {
  readonly draw: Draw;
  readonly ring: KeyRing;
  readonly lines: LinkLines;
  readonly person: Person;
  readonly number: number;
  readonly until: number;
}

function drawLink(linking: Linking): void {
  const { draw, ring, lines, person } = linking;
  const { siteId, createdAt, state } = person;
  const id = draw.id(createdAt);
  const openedAt = state === "invited" ? null : createdAt + (1 + draw.below(180)) * MINUTE_MS;
  const linked = (state === "active" || state === "revoked") && openedAt !== null;
  const completedAt = linked ? openedAt + (1 + draw.below(6)) * MINUTE_MS : null;
  const secret = newSecret();
  lines.sessions.push(
    line([
      ...[id, siteId, person.id, fingerprint(secret)],
      seal(ring, { table: "connect_sessions", row: id, site: siteId }, Buffer.from(secret, "utf8")),
      ...[person.language, linked ? "completed" : openedAt === null ? "created" : "opened"],
      ...[new Date(createdAt), new Date(createdAt + WEEK_MS), dateOf(openedAt), dateOf(completedAt)],
    ]),
  );
  if (openedAt === null) return;
  const attemptId = drawAttempt(linking, id, openedAt);
  if (completedAt !== null) drawToken(linking, attemptId, completedAt);
}

function drawAttempt({ draw, lines, person, number }: Linking, sessionId: string, at: number): string {
  const id = draw.id(at);
  const device = draw.pick(["phone", "phone", "desktop", "tablet"]);
  lines.attempts.push(
    line([id, sessionId, supportCode(number), person.language ?? "fr", device, new Date(at)]),
  );
  const seen = person.state === "connecting" ? draw.pick(STOPPED) : CONNECTED;
  for (const [seq, name] of seen.entries()) {
    const receivedAt = at + (seq + 1) * 4_000;
    lines.events.push(line([draw.id(receivedAt), id, seq, name, new Date(receivedAt)]));
  }
  return id;
}

function drawToken({ draw, ring, lines, person, until }: Linking, attemptId: string, at: number): void {
  const { siteId } = person;
  const id = draw.id(at);
  const token = newSecret();
  const orphan = draw.chance(ORPHANS);
  const revokedAt = person.state === "revoked" ? at + (until - at) * draw.next() : null;
  const latest = revokedAt ?? at;
  lines.tokens.push(
    line([
      ...[id, siteId, fingerprint(token)],
      seal(ring, { table: "api_tokens", row: id, site: siteId }, Buffer.from(token, "utf8")),
      ...[revokedAt === null ? "active" : "revoked", orphan ? null : person.id, orphan ? null : attemptId],
      ...[orphan ? "absent" : null, (latest / 1_000).toFixed(3), new Date(latest)],
      ...[Buffer.from(draw.hex(32), "hex"), new Date(at), (at / 1_000).toFixed(3), dateOf(revokedAt)],
      ...[new Date(at), new Date(latest)],
    ]),
  );
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code that no other number has, and that does not look like one. */
function supportCode(number: number): string {
  let rest = (BigInt(number) * 0x9e3779b97fn + 0x5bd1e995n) % 2n ** 40n;
  let code = "";
  for (let place = 0; place < 8; place += 1) {
    code += CROCKFORD[Number(rest % 32n)];
    rest /= 32n;
  }
  return code;
}
