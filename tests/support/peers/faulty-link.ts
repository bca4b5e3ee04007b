import { createServer, connect as dial, type Socket } from "node:net";

/** A connection to Postgres that can be broken, as networks and servers are. */
export interface FaultyLink {
  readonly url: string;
  /** Refuses connections and cuts existing ones, until it is repaired. */
  cut(): void;
  mend(): void;
  /** Passes the next statement with these words to Postgres, waits for its answer, and swallows it. */
  loseAnswerTo(words: string): void;
  /** Resets the connection on which the next statement with these words is sent. */
  resetAt(words: string): void;
  close(): Promise<void>;
}

/** Opens a link to a database on this machine. */
export async function openFaultyLink(databaseUrl: string): Promise<FaultyLink> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let down = false;
  let lose: string | null = null;
  let reset: string | null = null;

  const server = createServer((client) => {
    if (down) return client.resetAndDestroy();
    const upstream = dial(Number(target.port), target.hostname);
    let silent = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (chunk) => {
      const sent = chunk.toString("latin1");
      if (reset !== null && sent.includes(reset)) {
        reset = null;
        client.resetAndDestroy();
        return;
      }
      if (lose !== null && sent.includes(lose)) {
        lose = null;
        silent = true;
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (silent) client.resetAndDestroy();
      else client.write(chunk);
    });
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const cutAll = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: Object.assign(new URL(databaseUrl), { port: String(port) }).toString(),
    cut: () => {
      down = true;
      cutAll();
    },
    mend: () => {
      down = false;
    },
    loseAnswerTo: (words) => {
      lose = words;
    },
    resetAt: (words) => {
      reset = words;
    },
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
