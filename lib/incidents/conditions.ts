import { MOST_HELD_BYTES, QUARANTINE_BUDGET } from "@/lib/webhooks/receive/room";
import { likelyCause, type RefusalCause } from "./causes";
import type { SiteFacts } from "./facts-store";
import { longestSilence } from "./rhythm";

/** What needs somebody soon, mostly what stops the deliveries of a site; each also goes by e-mail. */
export const OUTAGES = [
  "silence",
  "refusals",
  "lag",
  "held_full",
  "quarantine_full",
  "clock_behind",
  "clock_ahead",
  "gap",
  "lost_creation",
  "token_reads",
] as const;
export type Outage = (typeof OUTAGES)[number];

/** What the text of an incident needs. Nothing of a payload. */
export interface OutageDetails {
  readonly since?: string;
  readonly count?: number;
  readonly cause?: RefusalCause;
}

export interface Condition {
  readonly kind: Outage;
  readonly details: OutageDetails;
}

const LAG_SECONDS = 60;
const IN_A_ROW = 3;
/** Half of what may be held: there is time to decide before the bank gets 503. */
const HELD_SHARE = 0.5;
/** Tokens given out in an hour that are many, however few are usual; and how many times what is usual. */
const MANY_TOKENS = 30;
const TIMES_USUAL = 3;
/** A difference that somebody should look into before it does harm, in seconds. */
const OFF_SECONDS = 120;

/** The current problems of a site's webhook. `offset`: how many seconds the bank's clock is ahead of ours. */
export function conditionsOf(facts: SiteFacts & { offset?: number | null }, now: Date): Condition[] {
  const found: Condition[] = [];
  const { lastHeardAt, active, lagSeconds, quarantined } = facts;
  // Without linked users there is nothing to receive.
  const silent = lastHeardAt !== null && active > 0 && now.getTime() - lastHeardAt.getTime();
  const refused = facts.refusals.reduce((sum, { times }) => sum + times, 0);
  if (refused >= IN_A_ROW)
    found.push({ kind: "refusals", details: { count: refused, cause: likelyCause(facts.refusals) } });
  // A webhook whose deliveries are refused is not silent.
  else if (lastHeardAt !== null && silent !== false && silent > longestSilence(facts))
    found.push({ kind: "silence", details: { since: lastHeardAt.toISOString() } });
  if (lagSeconds > LAG_SECONDS) found.push({ kind: "lag", details: { count: Math.round(lagSeconds) } });
  const share = facts.heldBytes / MOST_HELD_BYTES;
  if (share >= HELD_SHARE) found.push({ kind: "held_full", details: { count: Math.floor(share * 100) } });
  if (quarantined >= QUARANTINE_BUDGET)
    found.push({ kind: "quarantine_full", details: { count: quarantined } });
  // There may be too few to agree on an offset: while one of them is scheduled, it counts alone.
  const offset = facts.offset ?? facts.waitingLead ?? 0;
  if (Math.abs(offset) >= OFF_SECONDS)
    found.push({ kind: offset > 0 ? "clock_behind" : "clock_ahead", details: { count: Math.abs(offset) } });
  if (facts.gaps > 0 && facts.gapSince !== null)
    found.push({ kind: "gap", details: { since: facts.gapSince.toISOString(), count: facts.gaps } });
  if (facts.lostCreations > 0) found.push({ kind: "lost_creation", details: { count: facts.lostCreations } });
  if (facts.tokenReads > Math.max(MANY_TOKENS, TIMES_USUAL * facts.usualTokenReads))
    found.push({ kind: "token_reads", details: { count: facts.tokenReads } });
  return found;
}
