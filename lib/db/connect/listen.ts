import type pg from "pg";
import { createClient } from "./connection";

/** A LISTEN that reconnects by itself. */
export interface Listener {
  readonly connected: boolean;
  /** Replaces a connection that hears nothing. */
  restart(): void;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Listens on a channel over its own connection, and reconnects while it is open.
 *
 * @param url a direct connection: LISTEN does not survive a transaction pooler
 * @param handlers `onConnect` is called after each (re)connection: notifications may have been missed
 */
export function listen(
  url: string,
  channel: string,
  handlers: { onNotify: (payload: string) => void; onConnect: () => void },
): Listener {
  let client: pg.Client | null = null;
  let connected = false;
  let closed = false;
  let pause = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;

  const retry = (): void => {
    connected = false;
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const connect = async (): Promise<void> => {
    const next = createClient(url, { name: "anytime-dashboard listen" });
    client = next;
    // A connection that was given up may still end later: that says nothing about the next one.
    const retryOwn = () => {
      if (client === next) retry();
    };
    next.on("error", retryOwn);
    next.on("end", retryOwn);
    next.on("notification", ({ payload }) => handlers.onNotify(payload ?? ""));
    try {
      await next.connect();
      await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
      connected = true;
      pause = FIRST_PAUSE_MS;
      handlers.onConnect();
    } catch {
      retryOwn(); // the database is unavailable: retried after a pause, longer each time
    }
  };
  void connect();
  return {
    get connected() {
      return connected;
    },
    restart: () => {
      const silent = client;
      client = null;
      // It may be half open, and never confirm its end.
      void silent?.end().catch(() => undefined);
      retry();
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
      connected = false;
    },
  };
}
