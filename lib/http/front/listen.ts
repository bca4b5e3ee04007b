import type { Server } from "node:http";

/**
 * Opens a port.
 *
 * @param host address to listen on; undefined for all
 * @returns the port, which differs from the requested one if that is 0
 * @throws Error with a sentence if the port is taken
 */
export function listenOn(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new Error(`Port ${port} is in use. Stop what uses it, or set PORT to another.`) : error);
    };
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
