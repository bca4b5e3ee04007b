import { once } from "node:events";
import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getByTls } from "node:https";
import { expect, it } from "vitest";
import { freePort } from "../support/free-port";
import { shippedConfig, startNginx, WITHOUT_NGINX } from "../support/peers/nginx";

const SECRETS = [
  "/connect/s3cret-of-a-link",
  "/connect/s3cret-of-a-link?lang=fr",
  "/api/webhooks/anytime/s3cret-key",
];

/** Asks a proxy on this machine, whatever its certificate. */
async function ask(get: typeof getByTls, port: number, path: string): Promise<void> {
  const headers = { host: "dashboard.localhost" };
  const request = get({ host: "127.0.0.1", port, path, headers, rejectUnauthorized: false, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "close");
}

it.skipIf(WITHOUT_NGINX !== null)(
  "our nginx.conf logs requests, but no secret path, also where nobody answers",
  async () => {
    const ports = { plain: await freePort(), tls: await freePort() };
    const nginx = await startNginx(shippedConfig(ports, `127.0.0.1:${await freePort()}`), ports.tls);
    try {
      for (const path of [...SECRETS, "/users"]) {
        await ask(getPlain, ports.plain, path);
        await ask(getByTls, ports.tls, path);
      }
      await expect.poll(nginx.logs).toContain("/users");
      expect(nginx.logs()).not.toContain("s3cret");
    } finally {
      await nginx.stop();
    }
  },
);
