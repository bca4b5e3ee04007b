import type { Standing } from "@/lib/links/standing/standing";
import type { LinkedUserRow } from "@/lib/links/users/user-rows-store";
import type { ConnectLinkRow } from "./user-history-store";

/** What can be done next about a user. */
export type NextStep = "new_link" | "copy_link" | "assign_card" | "why" | "none";

/** What is the matter with a user, in one sentence, and what to do about it. */
export interface Situation {
  readonly key:
    | Exclude<Standing, "active">
    | "paying"
    | "quiet"
    | "without_payments"
    | "without_card"
    | "without_link"
    | "unconfirmed_again";
  /** When it began, or when the last payment was; null if there is no such time. */
  readonly at: Date | null;
  /** How things stand with the newest link; null where that does not matter. */
  readonly link: "unopened" | "opened" | "expired" | "none" | null;
  readonly next: NextStep;
}

/** Longer without a payment, and whoever calls asks why. */
const QUIET_MS = 3 * 86_400_000;

type Facts = Pick<
  LinkedUserRow,
  "standing" | "standingSince" | "stateSince" | "linkedAt" | "cards" | "lastTransactionAt" | "unconfirmedAt"
>;

/** Says what is the matter with a user. `links` are the newest first. */
export function describeSituation(
  user: Facts,
  links: readonly Pick<ConnectLinkRow, "state">[],
  now: Date,
): Situation {
  if (user.standing === "active") return describeActive(user, now);
  const working = links.find(({ state }) => state === "created" || state === "opened");
  const next: NextStep = working === undefined ? "new_link" : "copy_link";
  const at = user.standingSince ?? user.stateSince;
  if (user.standing === "invited" && working === undefined)
    return { key: "without_link", at: null, link: null, next: "new_link" };
  if (user.standing === "invited" || user.standing === "connecting")
    return { key: user.standing, at, link: null, next };
  const link = working === undefined ? lastOf(links) : working.state === "created" ? "unopened" : "opened";
  // Another link confirms nothing: the bank's word is missing.
  const step = user.standing === "unconfirmed" ? "why" : next;
  return {
    key: user.standing,
    at,
    link: user.standing === "expired" && link === "expired" ? null : link,
    next: step,
  };
}

function lastOf(links: readonly Pick<ConnectLinkRow, "state">[]): "expired" | "none" {
  return links[0]?.state === "expired" ? "expired" : "none";
}

function describeActive(
  { cards, lastTransactionAt: at, unconfirmedAt, linkedAt }: Facts,
  now: Date,
): Situation {
  const link = null;
  if (unconfirmedAt !== null) return { key: "unconfirmed_again", at: unconfirmedAt, link, next: "why" };
  if (cards === 0) return { key: "without_card", at: linkedAt, link, next: "assign_card" };
  if (at === null) return { key: "without_payments", at: linkedAt, link, next: "why" };
  const isQuiet = now.getTime() - at.getTime() > QUIET_MS;
  return { key: isQuiet ? "quiet" : "paying", at, link, next: isQuiet ? "why" : "none" };
}
