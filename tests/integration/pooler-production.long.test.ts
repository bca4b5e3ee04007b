import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signIn } from "../support/browser/sign-in";
import { cloneTemplate } from "../support/database";
import { makeLoad, sendTo } from "../support/load";
import { hasPgBouncer, startPgBouncer } from "../support/peers/pgbouncer";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

const NOTIFICATIONS = 20;
const OWNER = { email: "ada@example.com", password: randomBytes(15).toString("base64") };
const METRICS_TOKEN = randomBytes(24).toString("hex");

let clone: Awaited<ReturnType<typeof cloneTemplate>> | undefined;
let pooler: Awaited<ReturnType<typeof startPgBouncer>> | undefined;
let server: Production | undefined;

beforeAll(async () => {
  if (hasPgBouncer()) clone = await cloneTemplate();
});
afterAll(async () => {
  await server?.stop("SIGKILL");
  await pooler?.stop();
  await clone?.drop();
});

it.skipIf(!hasPgBouncer())(
  "starts behind PgBouncer in transaction mode, is ready, and takes in, processes and shows what the bank sends",
  { timeout: 240_000 },
  async () => {
    if (clone === undefined) throw new Error("no database");
    pooler = await startPgBouncer(clone.url, "transaction");
    server = startProduction({
      ...(await makeProductionSettings(pooler.url)),
      LISTEN_DATABASE_URL: clone.url,
      METRICS_TOKEN,
      STOP_DELAY_SECONDS: "0",
      ADMIN_EMAIL: OWNER.email,
      ADMIN_PASSWORD: OWNER.password,
    });
    await server.ready();
    const { url, webhookUrl } = server;
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}${path}`, { headers });
      return `${response.status} ${await response.text()}`;
    };
    expect(await ask("/livez")).toBe(`200 {"status":"ok"}`);
    expect(await ask("/readyz")).toBe(`200 {"status":"ready"}`);
    expect(await ask("/api/health")).toBe(
      `200 {"status":"ok","database":"ok","migrations":"ok","inboxLag":0,"replica":"off"}`,
    );

    const statuses = await Promise.all(
      makeLoad(70_000, NOTIFICATIONS).map((body) => sendTo(webhookUrl, body)),
    );
    expect(statuses).toEqual(statuses.map(() => 200));
    const authorization = `Bearer ${METRICS_TOKEN}`;
    const processed = new RegExp(`^200 .*^anytime_processed_total ${NOTIFICATIONS}$`, "ms");
    await expect.poll(() => ask("/metrics", { authorization }), { timeout: 30_000 }).toMatch(processed);

    const { status, cookie } = await signIn(url, OWNER);
    expect(status).toBe(200);
    expect(await ask("/transactions", { cookie })).toMatch(/^200 .*fnac direct/is);
    expect(await ask("/readyz")).toBe(`200 {"status":"ready"}`);
    expect(await server.stop()).toBe(0);
  },
);
