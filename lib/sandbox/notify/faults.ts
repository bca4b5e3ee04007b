/** Ways in which a notification can be wrong, and what each is for. The command line and the studio show these. */
export const FAULT_MEANINGS = {
  "bad-hash": "the hash is wrong: refused with 401, and quarantined",
  "wrong-address": "sent from another address (127.0.0.2): refused with 403, and quarantined",
  "wrong-key": "sent to a callback URL with an unknown key: refused with 404",
  stale: "the timestamp is a day old: accepted with a warning",
  future: "the timestamp is a day ahead: it waits",
  "out-of-order": "a newer one arrives first: what that says stays",
  duplicate: "the same notification twice: the second is a duplicate",
  "spent-pair": "the timestamp and hash of the notification before, with other data",
  "wrong-digits": "more digits of the timestamp on the wire than in the hash, as PHP does",
  "try-2": "the second try arrives first: the first was lost",
  "try-3": "only the last try arrives",
  malformed: "half a JSON body: refused with 400",
  oversize: "70 kB: refused with 413",
  "unknown-event": "an event that is not documented: stored, without effect",
  late: "sent ten seconds after it happened",
  lost: "it happens at the bank, and nothing is sent",
  burst: "fifty at once",
} as const;
export type Fault = keyof typeof FAULT_MEANINGS;

export const FAULTS = Object.keys(FAULT_MEANINGS) as [Fault, ...Fault[]];

/** Those that are not sent before others have passed, or time has. */
export const WAITS: ReadonlySet<Fault> = new Set(["late", "out-of-order"]);

/** How a body is written. `field`: one form field `notification` that holds JSON. */
export const ENCODINGS = ["form", "json", "multipart", "field"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Character sets of a body; `cp1252-unnamed` says nothing of itself. */
export const CHARSETS = ["utf-8", "iso-8859-1", "cp1252-unnamed", "utf-16"] as const;
export type Charset = (typeof CHARSETS)[number];

const DAY_SECONDS = 86_400;

/** How far a fault moves the timestamp, in seconds; null if it does not. */
export function timestampShift(fault: Fault | undefined): number | null {
  if (fault === "stale") return -DAY_SECONDS;
  return fault === "future" ? DAY_SECONDS : null;
}

/** The try that arrives first. */
export function firstTry(fault: Fault | undefined): number {
  return fault === "try-2" ? 2 : fault === "try-3" ? 3 : 1;
}
