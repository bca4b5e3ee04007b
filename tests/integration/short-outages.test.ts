import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { createInbox } from "@/lib/webhooks/receive/inbox";
import { receive } from "@/lib/webhooks/receive/receive";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";
import { type FaultyLink, openFaultyLink } from "../support/peers/faulty-link";

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

  const token = (name: string) => tokenJson(name, { timestamp: String(clock++) });
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
