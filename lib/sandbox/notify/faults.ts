import type { EncodedBody, NotificationTree } from "@/lib/anytime/body/encode";

/** Ways in which a notification can be wrong. */
export const FAULTS = [
  "bad-hash",
  "stale",
  "future",
  "duplicate",
  "out-of-order",
  "try-2",
  "try-3",
  "malformed",
  "oversize",
  "unknown-event",
  "wrong-key",
] as const;
export type Fault = (typeof FAULTS)[number];

const DAY_SECONDS = 86_400;
const OVERSIZE = 70_000;

/** How far a fault moves the timestamp, in seconds; null if it does not. */
export function timestampShift(fault: Fault | undefined): number | null {
  if (fault === "stale") return -DAY_SECONDS;
  if (fault === "future") return DAY_SECONDS;
  return fault === "out-of-order" ? -60 : null;
}

/** Applies the requested fault to a notification. */
export function applyFault(
  fault: Fault | undefined,
  tree: { notification: { data: NotificationTree } & NotificationTree },
  url: string,
  encode: (tree: NotificationTree) => EncodedBody,
): EncodedBody & { url: string } {
  const { notification } = tree;
  switch (fault) {
    case "bad-hash":
      return {
        url,
        ...encode({
          notification: { ...notification, data: { ...notification.data, hash: "0".repeat(64) } },
        }),
      };
    case "unknown-event":
      // Undocumented, but signed: the hash covers only the timestamp.
      return {
        url,
        ...encode({
          notification: { ...notification, data: { ...notification.data, event_name: "account_renamed" } },
        }),
      };
    case "malformed":
      return { url, contentType: "application/json", body: Buffer.from('{"notification":{"data":') };
    case "oversize":
      return { url, ...encode({ notification: { ...notification, padding: "x".repeat(OVERSIZE) } }) };
    case "wrong-key":
      return { url: url.replace(/[^/]+$/, "not-the-key-of-any-site-0000"), ...encode(tree) };
    default:
      return { url, ...encode(tree) };
  }
}
