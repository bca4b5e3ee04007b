import type { IncomingMessage, ServerResponse } from "node:http";

/** The requests in progress. */
export interface OpenRequests {
  add(request: IncomingMessage, response: ServerResponse): void;
  /** Ends the live streams, which would never end; their pages reconnect to whichever server listens then. */
  endStreams(): void;
  /** Resolves when none is left, or after a timeout. @returns how many were left */
  settled(milliseconds: number): Promise<number>;
}

const STREAM = /^\/api\/live(?:[?#]|$)/;

/** Tracks the requests in progress, so that a stop can wait for them. */
export function trackOpenRequests(): OpenRequests {
  const streams = new Set<ServerResponse>();
  const answers = new Set<ServerResponse>();
  let whenNone: (() => void)[] = [];
  return {
    add: (request, response) => {
      const group = STREAM.test(request.url ?? "") ? streams : answers;
      group.add(response);
      // Fires after the last byte, and also when the client has left.
      response.once("close", () => {
        group.delete(response);
        if (answers.size > 0) return;
        for (const resolve of whenNone) resolve();
        whenNone = [];
      });
    },
    endStreams: () => {
      for (const stream of streams) stream.end();
    },
    settled: async (milliseconds) => {
      if (answers.size === 0) return 0;
      let late: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        late = setTimeout(resolve, milliseconds);
        whenNone.push(resolve);
      });
      clearTimeout(late);
      return answers.size;
    },
  };
}
