import * as z from "zod/mini";
import { withSite } from "@/components/navigation/kept-site";
import { beatSchema, HEARD_COOKIE, liveMessageSchema } from "@/lib/live/message";
import { CHANNEL } from "./channel";
import { type HeardMessage, hear } from "./hear";

/** Whether changes reach this browser now; `lastAt` is the time of the last one, in milliseconds. */
export interface LiveStatus {
  readonly state: "connecting" | "live" | "lost";
  readonly lastAt: number | null;
}

export interface LiveClientHandlers {
  onMessage(message: HeardMessage): void;
  onStatus(status: LiveStatus): void;
  /** The session has ended. */
  onBye(): void;
}

const PATH = "/api/live";
const MAX_RETRY_MS = 30_000;
/** The server's beats come every 5 s. Longer silence means that the connection is cut, whatever its state. */
const SILENT_MS = 12_000;
/** The same for a tab that gets everything from another one, whose timers the browser may slow down in the background. */
const SILENT_TAB_MS = 20_000;
const CHECK_MS = 1_000;

const statusSchema = z.object({
  state: z.enum(["connecting", "live", "lost"]),
  lastAt: z.nullable(z.number()),
});
/** Messages between tabs. `ask` is a new tab's request for the status. */
const noteSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), message: liveMessageSchema }),
  // `lastId` is the newest change that the tab with the stream has passed on.
  z.object({ type: z.literal("status"), status: statusSchema, lastId: z.nullable(z.string()) }),
  z.object({ type: z.literal("bye") }),
  z.object({ type: z.literal("ask") }),
]);
type Note = z.infer<typeof noteSchema>;

/** What tabs that show the same share: the stream of all sites, or of one. */
const nameOf = (site: string | null) => (site === null ? CHANNEL : `${CHANNEL}-${site}`);

/**
 * Follows the live stream, one per browser: the tab that holds the lock opens it and passes everything on; when it
 * closes, the next tab continues where it stopped. Browsers without locks or channels open one stream per tab.
 *
 * @param after the newest change that the page already shows
 * @param site the one that the page shows; null for all
 * @returns ends it; may be called more than once
 */
export function followLive(
  handlers: LiveClientHandlers,
  after: string | null,
  site: string | null,
): () => void {
  const shared = "BroadcastChannel" in window && "locks" in navigator;
  const channel = shared ? new BroadcastChannel(nameOf(site)) : null;
  // Whoever signs out says so to the tabs of all sites.
  const farewells = shared && site !== null ? new BroadcastChannel(CHANNEL) : null;
  const stop = new AbortController();
  let status: LiveStatus = { state: "connecting", lastAt: null };
  let lastId = after;
  let holds = !shared;
  let caughtUp = false;
  let heardAt = Date.now();

  const take = (note: Note): void => {
    heardAt = Date.now();
    if (note.type === "message") {
      lastId = newer(lastId, note.message.id);
      if (note.message.at !== undefined) rememberHeard(note.message.at);
      handlers.onMessage(hear(note.message));
    } else if (note.type === "status") {
      // What was passed on before this page listened did not reach it: it reloads everything.
      if (!caughtUp && !holds && isNewer(note.lastId, after)) handlers.onMessage(RESET);
      caughtUp = true;
      status = note.status;
      handlers.onStatus(status);
    } else if (note.type === "bye") handlers.onBye();
    else if (holds) channel?.postMessage({ type: "status", status, lastId } satisfies Note);
  };
  const tell = (note: Note): void => {
    channel?.postMessage(note);
    take(note);
  };
  channel?.addEventListener("message", (event) => {
    const note = noteSchema.safeParse(event.data);
    if (note.success) take(note.data);
  });
  farewells?.addEventListener("message", (event) => {
    const note = noteSchema.safeParse(event.data);
    if (note.success && note.data.type === "bye") take(note.data);
  });

  const hold = (): Promise<void> => {
    holds = true;
    return new Promise((resolve) => {
      const close = openStream({ site, tell, lastId: () => lastId, lastAt: () => status.lastAt });
      stop.signal.addEventListener("abort", () => {
        close();
        resolve();
      });
    });
  };
  const watch = setInterval(() => {
    if (holds || Date.now() - heardAt < SILENT_TAB_MS || status.state === "lost") return;
    status = { ...status, state: "lost" };
    handlers.onStatus(status);
  }, CHECK_MS);
  if (!shared) void hold();
  else {
    channel?.postMessage({ type: "ask" } satisfies Note);
    // Rejects when this tab stops before its turn, which is no fault.
    navigator.locks.request(nameOf(site), { signal: stop.signal }, hold).catch(() => undefined);
  }
  return () => {
    clearInterval(watch);
    stop.abort();
    channel?.close();
    farewells?.close();
  };
}

interface Stream {
  readonly site: string | null;
  tell(note: Note): void;
  lastId(): string | null;
  lastAt(): number | null;
}

/** Opens the stream and reopens it, with growing pauses, when the browser gives up on it. */
function openStream({ site, tell, lastId, lastAt }: Stream): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wait = 1_000;
  let heardAt = Date.now();
  let following = false;
  const say = (state: LiveStatus["state"]) =>
    tell({ type: "status", status: { state, lastAt: lastAt() }, lastId: lastId() });
  const hearBeat = (event: MessageEvent<string>) => {
    heardAt = Date.now();
    const beat = beatSchema.safeParse(parseJson(event.data));
    following = beat.success && beat.data.following;
    say(following ? "live" : "lost");
  };

  const open = (): void => {
    const id = lastId();
    heardAt = Date.now();
    source = new EventSource(withSite(id === null ? PATH : `${PATH}?after=${encodeURIComponent(id)}`, site));
    source.addEventListener("ready", (event: MessageEvent<string>) => {
      wait = 1_000;
      hearBeat(event);
    });
    source.addEventListener("beat", hearBeat);
    source.addEventListener("change", (event: MessageEvent<string>) => {
      heardAt = Date.now();
      const message = liveMessageSchema.safeParse(parseJson(event.data));
      if (!message.success) return;
      tell({ type: "message", message: message.data });
      tell({
        type: "status",
        status: { state: following ? "live" : "lost", lastAt: Date.now() },
        lastId: lastId(),
      });
    });
    source.addEventListener("bye", () => {
      source?.close();
      tell({ type: "bye" });
    });
    source.addEventListener("error", () => {
      say("lost");
      // The browser retries by itself after a broken connection, and never after an answer it refuses.
      if (source?.readyState !== EventSource.CLOSED) return;
      void isSignedOut().then((ended) => {
        if (ended) return tell({ type: "bye" });
        retry = setTimeout(open, wait);
        wait = Math.min(wait * 2, MAX_RETRY_MS);
        return undefined;
      });
    });
  };
  // A silent connection that is not closed looks like one without events, except for the missing beats.
  const watch = setInterval(() => {
    if (source === null || Date.now() - heardAt < SILENT_MS || source.readyState === EventSource.CLOSED)
      return;
    say("lost");
    source.close();
    open();
  }, CHECK_MS);
  say("connecting");
  open();
  return () => {
    clearInterval(watch);
    clearTimeout(retry);
    source?.close();
  };
}

/** An EventSource does not say why it was refused: a separate request finds out whether the session is missing. */
async function isSignedOut(): Promise<boolean> {
  const stop = new AbortController();
  try {
    const response = await fetch(PATH, { signal: stop.signal });
    return response.status === 401;
  } catch {
    return false; // the server is unavailable, and will be asked again
  } finally {
    stop.abort();
  }
}

/** Lists that are read from now on include what was heard of: see lib/staff/read-lists.ts. */
function rememberHeard(at: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${HEARD_COOKIE}=${encodeURIComponent(at)}; path=/; max-age=60; samesite=lax`;
}

const RESET: HeardMessage = { kind: "reset", entityId: "" };

function isNewer(id: string | null, known: string | null): boolean {
  if (id === null || !/^\d+$/.test(id)) return false;
  return known === null || !/^\d+$/.test(known) || BigInt(id) > BigInt(known);
}

function newer(known: string | null, id: string): string {
  return known === null || isNewer(id, known) ? id : known;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
