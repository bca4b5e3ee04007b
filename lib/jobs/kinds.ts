/** How the runner treats a kind of job. */
export interface JobRules {
  /**
   * `database`: each step is one transaction, one step at a time in all processes, the oldest job first. `outside`: a
   * step asks somebody else first, such as the bank, without a transaction; jobs take turns.
   */
  readonly lane: "database" | "outside";
  /** How many failures in a row end it. Staff can retry it then. */
  readonly mostFailures: number;
  /** The pause after a failure: doubled after each further one, up to `mostMs`. */
  readonly pause: { readonly firstMs: number; readonly mostMs: number };
  /** How long after its end it runs again; null for a job that is ordered. */
  readonly everyMs: number | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Every kind of job. What each does is in lib/job-table.ts; its name is stored, so it stays as it is when words change. */
export const JOB_KINDS = {
  "deliveries.decide": {
    lane: "database",
    mostFailures: 5,
    pause: { firstMs: SECOND, mostMs: MINUTE },
    everyMs: null,
  },
  // Whoever gave access that did not arrive gets a new link.
  "links.reconnect": {
    lane: "database",
    mostFailures: 5,
    pause: { firstMs: MINUTE, mostMs: 10 * MINUTE },
    everyMs: MINUTE,
  },
  // A bank that is away for a night is asked until the morning.
  "payments.fetch": {
    lane: "outside",
    mostFailures: 40,
    pause: { firstMs: 2 * SECOND, mostMs: 30 * MINUTE },
    everyMs: null,
  },
  // It waits for what comes by itself, and begins anew where it was given up.
  "payments.suspect": {
    lane: "database",
    mostFailures: 5,
    pause: { firstMs: 10 * SECOND, mostMs: 10 * MINUTE },
    everyMs: 10 * SECOND,
  },
  // A mail server that is away for a night is asked until the morning.
  "mails.send": {
    lane: "outside",
    mostFailures: 40,
    pause: { firstMs: 5 * SECOND, mostMs: 30 * MINUTE },
    everyMs: null,
  },
  // Owners who hear late of a token that was revealed are better off than owners who never hear.
  "notices.send": {
    lane: "outside",
    mostFailures: 40,
    pause: { firstMs: 5 * SECOND, mostMs: 30 * MINUTE },
    everyMs: null,
  },
  "transactions.count": {
    lane: "database",
    mostFailures: 3,
    pause: { firstMs: SECOND, mostMs: MINUTE },
    everyMs: null,
  },
} as const satisfies Readonly<Record<string, JobRules>>;

export type JobKind = keyof typeof JOB_KINDS;

/** The rules of a stored kind; null for one that this version does not know. */
export function rulesOf(kind: string): JobRules | null {
  return isJobKind(kind) ? JOB_KINDS[kind] : null;
}

function isJobKind(kind: string): kind is JobKind {
  return Object.hasOwn(JOB_KINDS, kind);
}

/** How long a job rests after so many failures in a row, in milliseconds. */
export function pauseAfter({ pause }: JobRules, failures: number): number {
  return Math.min(pause.firstMs * 2 ** Math.max(failures - 1, 0), pause.mostMs);
}
