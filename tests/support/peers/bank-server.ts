import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server answers a request with, or how it fails. */
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that answers as a test says, and records what it was asked. */
export async function startBankServer(handle: Handler) {
  const requests: IncomingMessage[] = [];
  let current = handle;
  const server = createServer((request, response) => {
    requests.push(request);
    current(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    /** Answers differently from now on, and forgets what it was asked. */
    answer: (next: Handler) => {
      current = next;
      requests.length = 0;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
