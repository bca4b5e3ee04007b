import type pg from "pg";
import { createClient, NO_LIMITS } from "./connection";

/** A LISTEN that comes back by itself. */
export interface Listener {
  readonly connected: boolean;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Listens on a channel over a connection of its own, reconnecting for as long as it is open.
 *
 * @param url a direct connection: LISTEN does not survive a transaction pooler
 * @param handlers `onConnect` is called after each (re)connection: notifications may have been missed
 */
export function listen(
  url: string,
  channel: string,
  handlers: { onNotify: () => void; onConnect: () => void },
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
    const next = createClient(url, { name: "anytime-dashboard listen", limits: NO_LIMITS });
    client = next;
    next.on("error", retry);
    next.on("end", retry);
    next.on("notification", handlers.onNotify);
    try {
      await next.connect();
      await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
      connected = true;
      pause = FIRST_PAUSE_MS;
      handlers.onConnect();
    } catch {
      retry(); // the database is away: tried again after a pause, longer each time
    }
  };
  void connect();
  return {
    get connected() {
      return connected;
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
      connected = false;
    },
  };
}
