import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../support/database";
import { freePort } from "../support/free-port";
import { makeLoad } from "../support/load";
import { BARE, plainServer, startNginx, WITHOUT_NGINX } from "../support/peers/nginx";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

// As people run it: behind one proxy, connect pages on a host of their own. HOST is not set.
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let settings: Record<string, string>;
let server: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  const { HOST: _everywhere, ...rest } = await makeProductionSettings(database.url);
  settings = {
    ...rest,
    APP_URL: "http://dashboard.localhost:5555",
    CONNECT_URL: "http://connect.localhost:5555",
    TRUSTED_PROXY_HOPS: "2",
    ANYTIME_ALLOWED_IPS: "185.8.76.132",
    METRICS_TOKEN: "a-token-for-metrics-0123456789",
  };
  server = startProduction(settings);
  await server.ready();
  // The first page takes as long as its code takes to load.
  await ask("/sign-in", { host: "dashboard.localhost:5555" });
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await database.close();
});

interface Answered {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

/** Asks as a proxy in front would. Header lines of one name go out as they are given. */
function ask(path: string, headers: Record<string, string | string[]>, body?: Buffer): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const asked = request(`${server.url}${path}`, { method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

describe("the host", () => {
  it.each([
    ["dashboard.localhost:5555", "/sign-in", 200],
    ["dashboard.localhost", "/sign-in", 200],
    ["connect.localhost:5555", "/sign-in", 404],
    ["connect.localhost", "/api/auth/session", 404],
    ["connect.localhost:5555", "/metrics", 404],
    ["connect.localhost:5555", "/livez", 200],
    ["connect.localhost:5555", "/readyz", 200],
    ["connect.localhost:5555", "/api/health", 200],
    ["connect.localhost:5555", "/robots.txt", 200],
    ["connect.localhost:5555", "/.well-known/security.txt", 200],
    ["connect.localhost:5555", "/connect/nobody-has-this-link", 404],
    ["10.0.0.5:3000", "/sign-in", 421],
    ["10.0.0.5:3000", "/", 421],
    ["10.0.0.5:3000", "/livez", 200],
    ["10.0.0.5:3000", "/icon.svg", 200],
    ["10.0.0.5:3000", "/site.webmanifest", 200],
    ["10.0.0.5:3000", "/api/v1/openapi.json", 200],
  ])("%s%s is answered %i", async (host, path, status) => {
    expect((await ask(path, { host })).status).toBe(status);
  });

  it("says what to do where it is no name of ours, in the reader's language", async () => {
    const french = await ask("/users", { host: "10.0.0.5:3000", "accept-language": "fr" });
    expect(french.text).toContain("ne répond pas sous ce nom d’hôte");
    const page = await ask("/connect/nobody-has-this-link", { host: "10.0.0.5:3000" });
    expect(page.headers["content-security-policy"]).toContain(
      "connect-src connect.localhost:5555/api/connect/ ",
    );
    expect(server.output()).toContain("Host names neither APP_URL nor CONNECT_URL");
  });
});

describe("the sender's address", () => {
  const send = async (headers: Record<string, string | string[]>, n: number) => {
    const [body] = makeLoad(n, 1);
    const type = { "content-type": "application/x-www-form-urlencoded", host: "10.0.0.5:3000" };
    return (await ask(new URL(server.webhookUrl).pathname, { ...type, ...headers }, body)).status;
  };
  it.each([
    ["what two proxies wrote", { "x-forwarded-for": "185.8.76.132, 10.0.0.2" }, 200],
    ["the same in two lines", { "x-forwarded-for": ["185.8.76.132", "10.0.0.2"] }, 200],
    ["what a client claims before it", { "x-forwarded-for": "185.8.76.132, 6.6.6.6, 10.0.0.2" }, 403],
    ["an empty entry, which counts", { "x-forwarded-for": "185.8.76.132, , 10.0.0.2" }, 403],
    ["an empty line, which counts", { "x-forwarded-for": ["185.8.76.132", "", "10.0.0.2"] }, 403],
    ["Forwarded, which nobody of ours writes", { forwarded: "for=185.8.76.132, for=10.0.0.2" }, 403],
    ["nothing", {}, 403],
  ])("is read from %s", async (what, headers, status) => {
    expect(await send(headers, 1_000 + what.length)).toBe(status);
  });
});

it("listens on loopback alone where proxies stand in front", async () => {
  const elsewhere = new Promise((resolve) => {
    // All of 127/8 is this machine; a server on every address would answer here, too.
    const socket = connect(Number(settings.PORT), "127.0.0.2", () => resolve("open"));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.on("connect", () => socket.destroy());
  });
  expect(await elsewhere).toBe("ECONNREFUSED");
});

it("tells Prometheus what it counts, and nobody else", async () => {
  const host = "10.0.0.5:3000";
  expect((await ask("/metrics", { host })).status).toBe(401);
  expect((await ask("/metrics", { host, authorization: "Bearer wrong" })).status).toBe(401);
  const authorization = `Bearer ${settings.METRICS_TOKEN}`;
  await expect
    .poll(async () => (await ask("/metrics", { host, authorization })).text, { timeout: 15_000 })
    .toMatch(/^anytime_processed_total [1-9]/m);
  const { headers, text } = await ask("/metrics", { host, authorization });
  expect(headers["content-type"]).toMatch(/^text\/plain/);
  for (const line of [
    /^anytime_intake_total\{outcome="accepted"\} [1-9]/m,
    /^anytime_intake_total\{outcome="403"\} [1-9]/m,
    /^anytime_intake_seconds_bucket\{le="10"\} [1-9]/m,
    /^anytime_inbox_depth \d/m,
    /^anytime_inbox_lag_seconds \d/m,
    /^anytime_live_streams 0$/m,
    /^anytime_pool_connections\{pool="\w+",state="active"\} \d/m,
    /^anytime_http_request_seconds_count\{route="\/connect\/\{session\}",method="GET",status="404"\} [1-9]/m,
    /^nodejs_eventloop_lag_seconds \d/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain("nobody-has-this-link");
  expect(text).not.toContain(settings.ANYTIME_WEBHOOK_KEY);
});

it("tells strangers of its health only whether it is well", async () => {
  const { headers, text } = await ask("/api/health", { host: "localhost" });
  expect(JSON.parse(text)).toEqual({
    status: "ok",
    database: "ok",
    migrations: "ok",
    inboxLag: expect.any(Number),
    replica: "off",
  });
  expect(headers["cache-control"]).toBe("no-store");
});

it("answers 400 or 405 to sign-ins that cannot be ours", async () => {
  const host = "dashboard.localhost:5555";
  const get = await ask("/api/auth/callback/credentials", { host });
  expect(get).toMatchObject({ status: 405, headers: { allow: "POST" } });
  const form = { host, "content-type": "application/x-www-form-urlencoded" };
  const body = Buffer.from("email=a&password=x&callbackUrl=http%3A%2F%2Flocalhost%3A3000.evil.example%2F");
  const posted = await ask("/api/auth/callback/credentials", form, body);
  expect(posted.status).toBe(400);
  expect(posted.text).toContain("callbackUrl");
  const cookie = "next-auth.callback-url=http%3A%2F%2Fx%3Ay%2F";
  expect((await ask("/api/auth/csrf", { host, cookie })).status).toBe(400);
});

it.skipIf(WITHOUT_NGINX !== null)(
  "names its public address behind a proxy that passes no Host on",
  async () => {
    const port = await freePort();
    const proxy = await startNginx(plainServer(port, new URL(server.url).host, BARE), port);
    try {
      const page = await fetch(`http://127.0.0.1:${port}/connect/nobody-has-this-link`);
      expect(page.headers.get("content-security-policy")).toContain(
        "connect-src connect.localhost:5555/api/",
      );
      expect((await fetch(`http://127.0.0.1:${port}/sign-in`)).status).toBe(421);
    } finally {
      await proxy.stop();
    }
  },
);
