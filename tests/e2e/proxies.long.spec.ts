import { startDemo } from "../support/demo";
import { freePort } from "../support/free-port";
import {
  BARE,
  HOST_WITHOUT_PORT,
  shippedConfig,
  startNginx,
  tlsServer,
  WITHOUT_NGINX,
} from "../support/peers/nginx";
import { expect, invite, signIn, test } from "./fixtures";

test.use({ ignoreHTTPSErrors: true });
test.skip(WITHOUT_NGINX !== null, WITHOUT_NGINX ?? "");

// One demo, and nginx before it in each of the ways that people write it. Its public address is the proxy's.
let ports: { plain: number; tls: number };
let started: Awaited<ReturnType<typeof startDemo>>;
let upstream: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  ports = { plain: await freePort(), tls: await freePort() };
  started = await startDemo({
    APP_URL: `https://dashboard.localhost:${ports.tls}`,
    TRUSTED_PROXY_HOPS: "1",
  });
  upstream = new URL(started.webhookUrl).host;
});
test.afterAll(() => started?.stop());

for (const [way, servers] of [
  ["no Host is passed on", () => tlsServer(ports.tls, upstream, BARE)],
  ["Host is passed on without its port", () => tlsServer(ports.tls, upstream, HOST_WITHOUT_PORT)],
  ["our own file is used", () => shippedConfig(ports, upstream)],
] as const) {
  test(`staff can change things and people can connect where ${way}`, async ({ page }) => {
    const proxy = await startNginx(servers(), ports.tls);
    try {
      const demo = { ...started, url: `https://dashboard.localhost:${ports.tls}` };
      await signIn(page, demo);
      const link = await invite(page, demo, "Ines Moreau", `Proxy: ${way}`);
      expect(link).toMatch(`${demo.url}/connect/`);
      await page.goto(`${demo.url}/settings`);
      const warning = page.getByText("The proxy does not pass on the Host header");
      await expect(warning).toHaveCount(way === "our own file is used" ? 0 : 1);
      await page.goto(link);
      await expect(page.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
    } finally {
      await page.close(); // else its live stream complains of the proxy that stops
      await proxy.stop();
    }
  });
}
