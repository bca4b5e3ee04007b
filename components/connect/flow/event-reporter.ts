import type { AcEventName } from "@/lib/anytime/client-js";
import type { Violation } from "@/lib/links/connecting/requests";

interface Seen {
  readonly seq: number;
  readonly name: AcEventName | "csp_violation";
  readonly tokenFingerprint?: string;
  readonly violation?: Violation;
}

const BATCH_MS = 250;
const MOST_EVENTS = 500;
const MOST_AT_ONCE = 50;
/** A page with a wrong policy reports it a few times, not for each image. */
const MOST_VIOLATIONS = 5;

/**
 * Reports the bank's button events to our server, in batches. Nothing waits for it and nothing depends on it: staff
 * read it when somebody calls.
 */
export function createReporter(secret: string, attemptId: string) {
  let nextSeq = 0;
  let violations = 0;
  let queue: Seen[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    while (queue.length > 0) {
      const events = queue.slice(0, MOST_AT_ONCE);
      queue = queue.slice(MOST_AT_ONCE);
      // Unlike a plain fetch, a beacon outlives the page.
      const body = new Blob([JSON.stringify({ secret, attemptId, events })], { type: "application/json" });
      navigator.sendBeacon("/api/connect/events", body);
    }
  };

  const put = (seen: Seen) => {
    queue.push(seen);
    timer ??= setTimeout(flush, BATCH_MS);
  };

  return {
    flush,
    reportViolation(violation: Violation) {
      violations += 1;
      if (violations <= MOST_VIOLATIONS) put({ seq: nextSeq++, name: "csp_violation", violation });
    },
    report(name: AcEventName, tokenFingerprint: Promise<string | undefined>) {
      // In the order of the events, not of the digests.
      const seq = nextSeq++;
      if (seq > MOST_EVENTS) return;
      void tokenFingerprint.then((digest) => {
        put(digest === undefined ? { seq, name } : { seq, name, tokenFingerprint: digest });
      });
    },
  };
}

export type Reporter = ReturnType<typeof createReporter>;
