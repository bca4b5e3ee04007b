import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createProxyWatch } from "@/lib/http/hosts/proxy-watch";
import { makeProxyList } from "@/lib/sites/addresses/address";
import { askWith } from "@/tests/support/browser/ask-with";
import { presentToNext } from "./present-to-next";

// The first of two layers; `plain-next.test.ts` shows the second, which is in Next itself, without this one.
const app = new URL("https://dash.example");
const EVIL = "evil.example";
let seen: { readonly headers: IncomingHttpHeaders };
const server = createServer((request, response) => {
  const receiving = { proxies: { hops: 1, isProxy: makeProxyList(undefined) } };
  const own = { app, connect: app, loopback: false };
  const place = { kind: "serve", host: app.host, https: true } as const;
  presentToNext(request, { receiving, proxyWatch: createProxyWatch() }, own, place);
  seen = request;
  response.end();
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

it("tells Next our own address and who asked, whatever a stranger says of either", async () => {
  const { port } = server.address() as AddressInfo;
  await askWith(`http://127.0.0.1:${port}`, {
    ...{ host: EVIL, forwarded: `host=${EVIL};proto=http`, "x-forwarded-host": EVIL },
    ...{ "x-forwarded-proto": "http", "x-forwarded-port": "81" },
    ...{ "x-real-ip": "6.6.6.6", "x-forwarded-for": "6.6.6.6, 203.0.113.7" },
    ...{ "x-anytime-peer": "6.6.6.6", "x-anytime-peer-proof": "mine", "x-anytime-misfits": "mine" },
  });
  expect(seen.headers).toMatchObject({
    ...{ host: app.host, "x-forwarded-host": app.host, "x-forwarded-proto": "https" },
    ...{ "x-forwarded-port": "443", "x-real-ip": "203.0.113.7", "x-anytime-peer": "127.0.0.1" },
    "x-anytime-peer-proof": expect.not.stringMatching(/^mine$/),
    "x-anytime-misfits": expect.not.stringMatching(/^mine$/),
  });
  expect(seen.headers).not.toHaveProperty("forwarded");
});
