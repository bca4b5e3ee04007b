import type { Scope } from "@/lib/db/access/scope";
import type { Hub } from "./hub";
import type { Beat, LiveMessage } from "./message";

/** How often a silent stream reports that it is alive. */
const BEAT_MS = 5_000;
/** How often it finds out whether its reader still has access. */
const ACCESS_MS = 10_000;
/** How soon a page hears that changes no longer reach it, or do again. */
const NOTICE_MS = 1_000;
/** How many bytes may wait for a slow reader. */
const MOST_WAITING = 2 ** 20;

interface StreamOptions {
  readonly hub: Hub;
  readonly scope: Scope;
  /** The last live event the page knows of; null to start from now. */
  readonly after: bigint | null;
  /** Checked from time to time: when the session ends, so does the stream; when it may see something else, the page comes again. */
  readonly stillAllowed: () => Promise<boolean | "changed">;
  readonly signal: AbortSignal;
}

/**
 * Server-sent events for one browser: `ready`, then a `change` per live event, a `beat` from time to time, and `bye`
 * when the session ended. Every way of ending (reader gone or asleep, session ended, shutdown) goes through one
 * idempotent clean-up.
 */
export function openLiveStream(options: StreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = (): void => undefined;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start: (controller) => {
      let ended = false;
      const write = (text: string): void => {
        if (ended) return;
        controller.enqueue(encoder.encode(text));
        // Ended for good after what waits: the page reconnects with the last id that it read, and misses nothing.
        if ((controller.desiredSize ?? 0) <= 0) end();
      };
      let following = false;
      const say = (event: "ready" | "beat") => {
        following = options.hub.connected;
        return `event: ${event}\ndata: ${JSON.stringify({ following } satisfies Beat)}\n\n`;
      };
      const unsubscribe = options.hub.subscribe(options.scope, options.after, (message) =>
        write(format(message)),
      );
      const beat = setInterval(() => write(say("beat")), BEAT_MS);
      const access = setInterval(() => {
        options
          .stillAllowed()
          .then((allowed) => {
            if (allowed === true) return;
            if (allowed === false) write("event: bye\ndata: {}\n\n");
            end();
          })
          // The database is unavailable: the page keeps its stream, and the next time checks again.
          .catch(() => undefined);
      }, ACCESS_MS);
      const notice = setInterval(() => {
        if (options.hub.connected !== following) write(say("beat"));
      }, NOTICE_MS);
      end = () => {
        if (ended) return;
        ended = true;
        clearInterval(beat);
        clearInterval(access);
        clearInterval(notice);
        unsubscribe();
        try {
          controller.close();
        } catch {
          // the reader cancelled first: it is already closed
        }
      };
      options.signal.addEventListener("abort", end);
      write(`retry: 1000\n${say("ready")}`);
    },
    cancel: () => end(),
  };
  return new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }));
}

function format(message: LiveMessage): string {
  return `id: ${message.id}\nevent: change\ndata: ${JSON.stringify(message)}\n\n`;
}
