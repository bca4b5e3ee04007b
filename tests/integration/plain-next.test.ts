import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serverActionId } from "../support/browser/action-id";
import { askWith } from "../support/browser/ask-with";
import { createTestDatabase } from "../support/database";
import { killServer, makeLoad, makeServerSettings, sendTo, startLoadedServer } from "../support/load";

const EVIL = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Awaited<ReturnType<typeof startLoadedServer>>;

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = { ...makeServerSettings(database.url), CONNECT_URL: "http://connect.localhost" };
  server = await startLoadedServer(settings, "next-door");
}, 60_000);
afterAll(async () => {
  await killServer(server);
  await database.close();
});

it("takes notifications in where plain Next runs the build, without server.ts", async () => {
  const [body] = makeLoad(1, 1);
  expect(await sendTo(server.url, body ?? Buffer.alloc(0))).toBe(200);
  expect(await database.prisma.delivery.count()).toBe(1);
});

/** What a path answers on a host, as a proxy in front of the server would ask it. */
function ask(host: string, path: string): Promise<{ status: number; text: string; policy: string }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      const policy = String(response.headers["content-security-policy"] ?? "");
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, policy }));
    })
      .on("error", reject)
      .end();
  });
}

it("answers connect pages alone on the host that is theirs", async () => {
  const page = await ask("connect.localhost", "/connect/nobody-has-this-link");
  expect(page.text).toContain("<html");
  expect(page.policy).toContain("connect-src connect.localhost/api/connect/ ");
  for (const path of [
    "/",
    "/sign-in",
    "/users",
    "/settings/keys",
    "/api/v1/openapi.json",
    "/api/live",
    "/api/auth/session",
  ])
    expect(await ask("connect.localhost", path), path).toMatchObject({ status: 404, text: "" });
  for (const host of [
    "CONNECT.localhost",
    "connect.localhost.",
    "connect.localhost:80",
    "connect.localhost.:80",
  ])
    expect(await ask(host, "/sign-in"), host).toMatchObject({ status: 404, text: "" });
  expect((await ask("localhost", "/sign-in")).text).toContain("<html");
  // A proxy that passes no Host on: which of the two it is for, nobody can tell.
  expect(await ask("10.0.0.5:3000", "/sign-in")).toMatchObject({
    status: 421,
    text: expect.stringContaining("does not answer at this host name"),
  });
  expect((await ask("10.0.0.5:3000", "/connect/nobody-has-this-link")).policy).toContain(
    "connect-src connect.localhost/api/connect/ ",
  );
  expect((await ask("localhost", "/api/v1/openapi.json")).status).toBe(200);
});

// What server.ts does first, and what `present-to-next.test.ts` shows by itself.
it.each([
  ["our own page", "http://localhost", {}, true],
  ["another site's page", "http://evil.example", {}, false],
  ["another site's page that names its own host", "http://evil.example", EVIL, false],
] as const)("runs an action for %s", async (_who, origin, lies, runs) => {
  const action = { "next-action": serverActionId("askAnyPasskey"), "content-type": "text/plain" };
  const address = new URL("/sign-in", server.url).toString();
  const answered = await askWith(address, { host: "localhost", origin, ...lies, ...action }, "[]");
  expect(answered.text.includes('"challenge":"')).toBe(runs);
});
