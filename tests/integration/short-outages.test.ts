import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import { createInbox } from "@/lib/webhooks/receive/inbox";
import { receive } from "@/lib/webhooks/receive/receive";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { killServer, makeLoad, makeServerSettings, sendTo, startLoadedServer } from "../support/load";
import { type FaultyLink, openFaultyLink } from "../support/peers/faulty-link";

/** How many are sent while Postgres is killed: more in `npm run test:long`. */
const SENT = Number(process.env.OUTAGE_NOTIFICATIONS ?? 150);
const RATE = 50;
const LONG = { timeout: 600_000 };

it("answers no notification 503 while Postgres is killed and comes back", LONG, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-outage-"));
  // Without fsync it is back in the two seconds that are meant here, however busy the machine is.
  const postgres = await startEmbeddedPostgres(folder, false);
  const database = openDatabase(postgres.url, 1);
  // What is acknowledged must have left the process that is killed.
  await database.pool.query("ALTER DATABASE anytime SET synchronous_commit TO on");
  const server = await startLoadedServer(makeServerSettings(postgres.url));
  const bodies = makeLoad(0, SENT + 1);
  // A server that ends within its first seconds is not started again.
  await pause(3_500);
  expect(await sendTo(server.url, bodies[SENT] ?? Buffer.alloc(0))).toBe(200);
  const answers: Promise<number | null>[] = [];
  for (const [n, body] of bodies.slice(0, SENT).entries()) {
    if (n === RATE) process.kill(await postmasterOf(folder), "SIGKILL");
    answers.push(sendTo(server.url, body));
    await pause(1_000 / RATE);
  }
  const statuses = await Promise.all(answers);
  const others = statuses.filter((status) => status !== 200);
  const counted = await database.pool.query<{ rows: number; repeated: number }>(
    "SELECT count(*)::int AS rows, count(*) FILTER (WHERE duplicate_count > 0)::int AS repeated FROM deliveries",
  );
  await database.close();
  await killServer(server);
  await postgres.stop();
  await rm(folder, { recursive: true });
  expect(others, `${others.length} of ${SENT}`).toEqual([]);
  expect(counted.rows).toEqual([{ rows: SENT + 1, repeated: 0 }]);
});

describe("a link to Postgres that breaks", () => {
  let direct: Awaited<ReturnType<typeof createTestDatabase>>;
  let link: FaultyLink;
  let database: Database;
  let site: Awaited<ReturnType<typeof makeSite>>;
  let receiver: ReturnType<typeof makeReceiver>;
  let clock = 1_794_900_000;

  beforeAll(async () => {
    direct = await createTestDatabase();
    site = await makeSite(direct, { allowedIps: ["*"] });
  });
  beforeEach(async () => {
    link = await openFaultyLink(direct.url);
    database = openDatabase(link.url, 3);
    receiver = makeReceiver(database, site.ring, site.webhookKey);
    expect((await receiver.deliver(token("warm"))).status).toBe(200);
  });
  afterEach(async () => {
    await database.close();
    await link.close();
  });
  afterAll(() => direct.close());

  function token(name: string): string {
    const timestamp = String(clock++);
    const data = {
      hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
      timestamp,
      event_name: "token_created",
    };
    return JSON.stringify({ notification: { data: { ...data, token: name, custom_reference: "" } } });
  }
  /** The rows of a notification: each has a timestamp of its own. */
  const storedAs = async (body: string) => {
    const bankTimestamp = /"timestamp":"(\d+)"/.exec(body)?.[1] ?? "";
    const rows = await direct.prisma.delivery.findMany({ where: { bankTimestamp } });
    return rows.map(({ verdict, duplicateCount }) => ({ verdict, duplicateCount }));
  };

  it("keeps nobody from being accepted", async () => {
    link.cut();
    const answers = Promise.all([token("a"), token("b")].map((body) => receiver.deliver(body)));
    setTimeout(link.mend, 700);
    expect((await answers).map(({ body }) => body)).toEqual([{ status: "accepted" }, { status: "accepted" }]);
  });

  it("makes no duplicate of what was committed and not answered", async () => {
    const body = token("lost");
    link.loseAnswerTo("COMMIT");
    expect((await receiver.deliver(body)).body).toEqual({ status: "accepted" });
    expect(await storedAs(body)).toEqual([{ verdict: "accepted", duplicateCount: 0 }]);
  });

  it("raises nothing that nobody catches when it is reset within a transaction", async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown) => void uncaught.push(error);
    process.on("uncaughtExceptionMonitor", note);
    for (const words of ["BEGIN", "pg_advisory_xact_lock", "INSERT INTO deliveries", "COMMIT"]) {
      link.resetAt(words);
      expect((await receiver.deliver(token(words))).body).toEqual({ status: "accepted" });
    }
    process.off("uncaughtExceptionMonitor", note);
    expect(uncaught).toEqual([]);
    expect(database.pool.waitingCount).toBe(0);
  });

  it("stores what was answered 503 after all, and finds its repetition to be a duplicate", async () => {
    const inbox = createInbox({ database, onCommitted: () => undefined, deadlineMs: 300 });
    const deps = { ...receiver.deps, inbox };
    const send = (body: string) =>
      receive(SYSTEM_SCOPE, deps, {
        webhookKey: site.webhookKey,
        contentType: "application/json",
        body: Buffer.from(body),
        userAgent: undefined,
        peer: "127.0.0.1",
        forwardedFor: null,
        receivedAt: new Date(),
      });
    const body = token("late");
    link.cut();
    expect((await send(body)).status).toBe(503);
    expect(await storedAs(body)).toEqual([]);
    link.mend();
    const stored = [{ verdict: "accepted", duplicateCount: 0 }];
    await expect.poll(() => storedAs(body), { timeout: 10_000 }).toEqual(stored);
    expect((await receiver.deliver(body)).body).toEqual({ status: "duplicate" });
  });

  it("lets no more wait than there is room for, and lets a stop end", async () => {
    const inbox = createInbox({ database, onCommitted: () => undefined, deadlineMs: 300, mostBytes: 12_000 });
    const deps = { ...receiver.deps, inbox };
    link.cut();
    const send = (name: string) =>
      receive(SYSTEM_SCOPE, deps, {
        webhookKey: site.webhookKey,
        contentType: "application/json",
        body: Buffer.from(token(name)),
        userAgent: undefined,
        peer: "127.0.0.1",
        forwardedFor: null,
        receivedAt: new Date(),
      });
    const sent = await Promise.all(["a", "b", "c", "d"].map(send));
    expect(sent.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    await inbox.drain();
    link.mend();
  });

  it("answers a key that nobody knows without asking for each", async () => {
    const before = await statementsOf(direct);
    const strangers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        receiver.deliver(token("x"), { key: `unknown-${n}`.padEnd(30, "x") }),
      ),
    );
    expect(new Set(strangers.map(({ status }) => status))).toEqual(new Set([404]));
    expect((await statementsOf(direct)) - before).toBeLessThan(40);
  });

  it("finds a key that another replica has just made", async () => {
    const made = await makeSite(direct, { allowedIps: ["*"], ring: site.ring });
    expect((await receiver.deliver(token("rotated"), { key: made.webhookKey })).status).toBe(200);
  });
});

/** How many transactions a database has seen. */
async function statementsOf({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT (xact_commit + xact_rollback)::int AS count FROM pg_stat_database WHERE datname = current_database()",
  );
  return rows[0]?.count ?? 0;
}

async function postmasterOf(folder: string): Promise<number> {
  const lines = await readFile(path.join(folder, "postgres", "postmaster.pid"), "utf8");
  return Number(lines.split("\n")[0]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
