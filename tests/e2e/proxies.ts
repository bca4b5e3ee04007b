import { startDemo } from "../support/demo";
import { freePort } from "../support/free-port";
import { startNginx, WITHOUT_NGINX } from "../support/peers/nginx";
import { expect, invite, signIn, test } from "./fixtures";

interface Ports {
  readonly plain: number;
  readonly tls: number;
}

/** A way in which people write nginx's file. */
interface Way {
  readonly name: string;
  readonly servers: (ports: Ports, upstream: string) => string;
  /** Whether the dashboard says that it is wrong. */
  readonly warns: boolean;
}

/** Tests with one demo, and nginx before it in each of these ways. Its public address is the proxy's. */
export function tryProxies(ways: readonly Way[]): void {
  test.use({ ignoreHTTPSErrors: true });
  test.skip(WITHOUT_NGINX !== null, WITHOUT_NGINX ?? "");
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

  for (const { name, servers, warns } of ways) {
    test(`staff can change things and people can connect where ${name}`, async ({ page }) => {
      const proxy = await startNginx(servers(ports, upstream), ports.tls);
      try {
        const demo = { ...started, url: `https://dashboard.localhost:${ports.tls}` };
        await signIn(page, demo);
        const link = await invite(page, demo, "Ines Moreau", `Proxy: ${name}`);
        expect(link).toMatch(`${demo.url}/connect/`);
        await page.goto(`${demo.url}/settings`);
        const warning = page.getByText("The proxy does not pass on the Host header");
        await expect(warning).toHaveCount(warns ? 1 : 0);
        await page.goto(link);
        await expect(page.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
      } finally {
        await page.close(); // else its live stream complains of the proxy that stops
        await proxy.stop();
      }
    });
  }
}
