import { randomUUID } from "node:crypto";
import { may } from "@/lib/db/access/permissions";
import { reaches, type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { type Listener, listen } from "@/lib/db/connect/listen";
import { log } from "@/lib/log";
import { createFeedWaits, type FeedWaits } from "./feed-waits";
import type { LiveMessage } from "./message";
import { FEED_MARK, LIVE_CHANNEL } from "./publish";
import { readLiveBounds, readLiveEvents, type StoredLiveEvent } from "./store";

/** Rows to show with changes, by entity id. */
export type Hydrate = (
  scope: Scope,
  changes: readonly StoredLiveEvent[],
) => Promise<ReadonlyMap<string, unknown>>;

/** One LISTEN per process, sent on to every open page. */
export interface Hub {
  start(): void;
  /** Whether LISTEN is connected and working, and the server well: what is committed now will be delivered. */
  readonly connected: boolean;
  /** How many pages are subscribed. */
  readonly readers: number;
  /**
   * Subscribes a page. With `after` it first gets what it missed since that id, or a `reset` if that is no longer
   * stored.
   *
   * @returns ends the subscription; may be called more than once
   */
  subscribe(scope: Scope, after: bigint | null, send: (message: LiveMessage) => void): () => void;
  /** Who waits for events of the partner's feed. */
  readonly feed: FeedWaits;
  close(): Promise<void>;
}

interface Subscriber {
  readonly scope: Scope;
  readonly send: (message: LiveMessage) => void;
  /** Messages that arrive while the missed ones are being read; null once it is up to date. */
  waiting: LiveMessage[] | null;
  /** The newest message it got while catching up: the hub may reach the same ones later. */
  seen: bigint;
}

const PAGE = 500;
/** If more was missed, reloading is faster than replaying. */
const MAX_MISSED = 1_000;

interface HubDependencies {
  readonly database: Database;
  readonly listenUrl: string;
  readonly hydrate: Hydrate;
  /** Where the log of the primary is, if lists are read from a replica. */
  readonly position?: () => Promise<string | null>;
  /** Whether the server works through what it receives: else what pages show is behind, however well they are connected. */
  readonly isWell?: () => Promise<boolean>;
  /** How often it checks that LISTEN still hears, and that the server is well. */
  readonly pulseMs?: number;
}

const PULSE_MS = 10_000;
const PULSE = "pulse ";

/** Creates the hub of this process. Nothing listens before `start`. */
export function createHub(deps: HubDependencies): Hub {
  const subscribers = new Set<Subscriber>();
  const feed = createFeedWaits();
  let listener: Listener | null = null;
  let last: bigint | null = null;
  let pumping: Promise<void> | null = null;
  let again = false;
  // A connection can be silent without being closed, and a pooler accepts LISTEN and delivers nothing: the hub sends
  // itself a message over another connection, and counts as connected only while it hears that.
  const ownPulse = PULSE + randomUUID();
  let pulse: "none" | "sending" | "sent" | "heard" = "none";
  let hears = false;
  let well = true;
  let timer: NodeJS.Timeout | undefined;

  const sendPulse = async (): Promise<void> => {
    if (pulse === "sending") return;
    pulse = "sending";
    try {
      await deps.database.prisma.$executeRaw`SELECT pg_notify(${LIVE_CHANNEL}, ${ownPulse})`;
      // It may arrive before the statement has returned.
      if (pulse === "sending") pulse = "sent";
    } catch {
      pulse = "none"; // the database is unavailable, which LISTEN notices by itself
    }
  };
  const checkHealth = async (): Promise<void> => {
    well = (await deps.isWell?.().catch(() => false)) ?? true;
  };
  const checkPulse = (): void => {
    if (pulse === "sent" && listener?.connected === true) {
      log.warn("LISTEN receives nothing: live updates are delayed. Does it go through a pooler?");
      hears = false;
      listener.restart();
    }
    void sendPulse();
    void checkHealth();
    // What was not delivered is still read, later.
    pump();
    if (!hears) feed.wakeAll();
  };

  const readOn = async (): Promise<void> => {
    const db = deps.database.prisma;
    last ??= (await readLiveBounds(SYSTEM_SCOPE, db)).newest;
    for (;;) {
      const events = await readLiveEvents(SYSTEM_SCOPE, db, last, PAGE);
      if (events.length === 0) return;
      const messages = await toMessages(deps, subscribers.size > 0 ? events : []);
      for (const subscriber of subscribers) for (const message of messages) deliver(subscriber, message);
      last = events.at(-1)?.id ?? last;
    }
  };
  const pump = (): void => {
    again = true;
    pumping ??= (async () => {
      while (again) {
        again = false;
        // A failed read is repeated at the next notification, or when LISTEN is back.
        await readOn().catch(() => undefined);
      }
      pumping = null;
    })();
  };

  return {
    get connected() {
      // Before it knows its starting point, what is committed would count as past.
      return last !== null && hears && well && (listener?.connected ?? false);
    },
    get readers() {
      return subscribers.size;
    },
    feed,
    start: () => {
      const onNotify = (payload: string) => {
        if (payload === ownPulse) {
          pulse = "heard";
          hears = true;
          // Ignore the pulses of other replicas.
        } else if (payload.startsWith(FEED_MARK)) feed.wake(payload.slice(FEED_MARK.length));
        else if (!payload.startsWith(PULSE)) pump();
      };
      const onConnect = () => {
        hears = false;
        void sendPulse();
        pump();
        feed.wakeAll();
      };
      listener ??= listen(deps.listenUrl, LIVE_CHANNEL, { onNotify, onConnect });
      timer ??= setInterval(checkPulse, deps.pulseMs ?? PULSE_MS);
    },
    subscribe: (scope, after, send) => {
      const subscriber: Subscriber = { scope, send, waiting: after === null ? null : [], seen: 0n };
      subscribers.add(subscriber);
      if (after !== null) void catchUp(deps, subscriber, after);
      return () => void subscribers.delete(subscriber);
    },
    close: async () => {
      clearInterval(timer);
      subscribers.clear();
      feed.close();
      await listener?.close();
      listener = null;
      await pumping;
    },
  };
}

function deliver(subscriber: Subscriber, message: LiveMessage): void {
  if (!reaches(subscriber.scope, message.siteId)) return;
  if (BigInt(message.id) <= subscriber.seen) return;
  if (subscriber.waiting === null) send(subscriber, message);
  else subscriber.waiting.push(message);
}

/** Sends what was missed, then what arrived meanwhile, each once and in order. */
async function catchUp(deps: HubDependencies, subscriber: Subscriber, after: bigint): Promise<void> {
  const db = deps.database.prisma;
  let sent = after;
  try {
    const { oldest, newest } = await readLiveBounds(SYSTEM_SCOPE, db);
    const missed = await readLiveEvents(subscriber.scope, db, after, MAX_MISSED + 1);
    const gone = after > newest || (oldest > 0n && after < oldest - 1n) || missed.length > MAX_MISSED;
    if (gone) {
      subscriber.send(resetMessage(newest));
      sent = newest;
    } else {
      for (const message of await toMessages(deps, missed)) send(subscriber, message);
      sent = missed.at(-1)?.id ?? after;
    }
  } catch {
    // What was missed cannot be read now; the page reloads everything.
    subscriber.send(resetMessage(after));
  }
  const waiting = subscriber.waiting ?? [];
  subscriber.waiting = null;
  subscriber.seen = sent;
  for (const message of waiting) if (BigInt(message.id) > sent) send(subscriber, message);
}

/** Rows are read once for all readers, so a role that may not see all of a row gets none: its page reads it itself. */
function send({ scope, send: tell }: Subscriber, { row, ...message }: LiveMessage): void {
  const seesRows = may(scope, "transactions:read") && may(scope, "personal_data:read");
  tell(row === undefined || !seesRows ? message : { ...message, row });
}

function resetMessage(id: bigint): LiveMessage {
  return { id: id.toString(), kind: "reset", siteId: "", entityId: "" };
}

async function toMessages(
  { hydrate, position }: HubDependencies,
  events: readonly StoredLiveEvent[],
): Promise<LiveMessage[]> {
  if (events.length === 0) return [];
  const [rows, at] = await Promise.all([hydrate(SYSTEM_SCOPE, events), position?.() ?? null]);
  return events.map((event) => {
    const row = rows.get(event.entityId);
    const { siteId, kind, entityId } = event;
    return {
      id: event.id.toString(),
      kind,
      siteId,
      entityId,
      ...(row !== undefined && { row }),
      ...(at !== null && { at }),
    };
  });
}
