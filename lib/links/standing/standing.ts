/**
 * Where a linked user stands: their state, or what went wrong last. Everything but `active` stays until something newer
 * happens to them; a new link alone does not hide it.
 */
export const STANDINGS = [
  "active",
  "connecting",
  "invited",
  "unconfirmed",
  "refused",
  "sign_in_failed",
  "closed",
  "expired",
  "revoked",
] as const;
export type Standing = (typeof STANDINGS)[number];

/** Those whom a call or another link may help. */
export const NEED_HELP: readonly Standing[] = [
  "unconfirmed",
  "refused",
  "sign_in_failed",
  "closed",
  "expired",
];

/** How long the bank's confirmation may take before its absence is a problem. */
const CONFIRMED_WITHIN_MS = 5 * 60_000;

/** A browser event of an attempt: what it says, and when it reached us. */
export interface SeenEvent {
  readonly name: string;
  readonly at: Date;
}

/** What decides a user's standing. */
export interface StandingFacts {
  readonly hasActiveToken: boolean;
  /** The end of their newest grant; null if they never had one. */
  readonly revokedAt: Date | null;
  /** When their newest grant first reached us. */
  readonly linkedAt: Date | null;
  readonly links: readonly LinkFacts[];
}

/** A connect link of a user. */
export interface LinkFacts {
  readonly state: "created" | "opened" | "completed" | "cancelled";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly attempts: readonly AttemptFacts[];
}

/** One opening of a link, with its events in the browser's order. */
export interface AttemptFacts {
  readonly at: Date;
  readonly events: readonly SeenEvent[];
}

export interface DerivedStanding {
  readonly standing: Standing;
  /** When it began; null for `invited` and `active`, which begin with nothing that is looked at here. */
  readonly since: Date | null;
  /** They have a link that works and that nobody has opened. */
  readonly unopened: boolean;
  /** When they last gave access, if no grant has come since: also of users with an older token. */
  readonly unconfirmedAt: Date | null;
  /** When it changes by itself, if nothing happens before; null if never. */
  readonly dueAt: Date | null;
}

interface Happening {
  readonly standing: Standing;
  readonly at: Date;
}

/** Derives a standing from everything that happened to a user: what happened last decides. */
export function standingOf(facts: StandingFacts, now: Date): DerivedStanding {
  const { hasActiveToken, revokedAt, links } = facts;
  const accepted = lastAcceptance(facts);
  const confirmedBy = accepted === null ? null : new Date(accepted.getTime() + CONFIRMED_WITHIN_MS);
  const isLate = confirmedBy !== null && confirmedBy <= now;
  const unconfirmedAt = isLate ? accepted : null;
  const expected = confirmedBy === null || isLate ? [] : [confirmedBy];
  if (hasActiveToken)
    return { standing: "active", since: null, unopened: false, unconfirmedAt, dueAt: expected[0] ?? null };
  const happenings = links.flatMap((link) => happeningsOf(link, now));
  const all: Happening[] =
    revokedAt === null ? happenings : [...happenings, { standing: "revoked", at: revokedAt }];
  const [last] = all.toSorted((left, right) => right.at.getTime() - left.at.getTime());
  const working = links.filter((link) => works(link, now));
  return {
    standing: last?.standing ?? "invited",
    since: last?.at ?? null,
    unopened: working.some(({ state }) => state === "created"),
    unconfirmedAt,
    dueAt: earliest([...expected, ...working.map(({ expiresAt }) => expiresAt)]),
  };
}

function lastAcceptance({ links, linkedAt }: StandingFacts): Date | null {
  const times = links
    .flatMap(({ attempts }) => attempts.flatMap(({ events }) => events))
    .filter(({ name, at }) => name === "onTokenCreated" && (linkedAt === null || at > linkedAt))
    .map(({ at }) => at.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function works({ state, expiresAt }: LinkFacts, now: Date): boolean {
  return (state === "created" || state === "opened") && expiresAt > now;
}

function earliest(times: readonly Date[]): Date | null {
  return times.length === 0 ? null : new Date(Math.min(...times.map((at) => at.getTime())));
}

function happeningsOf(link: LinkFacts, now: Date): Happening[] {
  const attempts = link.attempts.map((attempt) => outcomeOf(attempt, now));
  const happened = attempts.filter(({ standing }) => standing !== "connecting" || works(link, now));
  const ended = (link.state === "created" || link.state === "opened") && !works(link, now);
  // What went wrong at the bank says more than that time passed afterwards.
  const expired = ended && happened.length === 0;
  return expired ? [{ standing: "expired", at: link.expiresAt }] : happened;
}

/** What an attempt came to, by what its browser reported. */
export function outcomeOf({ at, events }: AttemptFacts, now: Date): Happening {
  let last: Happening = { standing: "connecting", at };
  for (const event of events) {
    const standing = STANDING_AFTER[event.name];
    // Whoever accepted waits for the bank, whatever else they click.
    if (standing === undefined || last.standing === "unconfirmed") continue;
    // The window closes after a refusal, too.
    if (standing === "closed" && last.standing !== "connecting") continue;
    last = { standing, at: event.at };
  }
  const waits = last.standing === "unconfirmed" && now.getTime() < last.at.getTime() + CONFIRMED_WITHIN_MS;
  return waits ? { standing: "connecting", at: last.at } : last;
}

const STANDING_AFTER: Readonly<Record<string, Standing>> = {
  onClickLoginButton: "connecting",
  onLoginSucceeded: "connecting",
  onLoginFailed: "sign_in_failed",
  onClickRefuseButton: "refused",
  onClickQuitButton: "closed",
  onClosePopup: "closed",
  onTokenCreated: "unconfirmed",
};

/** The events that decide something. */
export const DECISIVE_EVENTS: readonly string[] = Object.keys(STANDING_AFTER);
