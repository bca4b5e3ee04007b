import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { type Database, type Db, openDatabase } from "@/lib/db/connect/client";
import { prepareAs } from "@/lib/db/connect/prepared";
import { faultOf } from "@/lib/db/fault";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { createInbox } from "@/lib/webhooks/receive/inbox";
import { BENCH_PARTNER_REF, makeBodies } from "../bench/bodies";
import { makeClient } from "../support/client";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";
import { hasPgBouncer, startPgBouncer } from "../support/peers/pgbouncer";

const NOTIFICATIONS = 400;

const makeKey = () => randomBytes(32).toString("base64");
const KEYS = `k1:${makeKey()}`;

const payments = (): Buffer[] => makeBodies("form", 0, NOTIFICATIONS).bodies;

/** Each with a pair that replicas must take turns for, where no address was checked. */
function tokens(first = 0, count = NOTIFICATIONS): string[] {
  return Array.from({ length: count }, (_, index) => {
    const timestamp = String(1_794_900_000 + first + index);
    return tokenJson(`t${first + index}`, { timestamp, partnerRef: BENCH_PARTNER_REF });
  });
}

async function backendOf(tx: Db): Promise<number | undefined> {
  const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  return row?.pid;
}

/** Runs one of `scripts/`, with a password on its standard input. */
async function runScript(name: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/${name}.ts`, ...args], {
    env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", DATA_DIR: "/nonexistent", ...env },
  });
  child.stdin.end("a long enough password\n");
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("exit", resolve)),
  ]);
  return { code, said: said + complained };
}

it("names a statement after its text, so that releases never run each other's", () => {
  expect(prepareAs("insert", "SELECT 1").name).not.toBe(prepareAs("insert", "SELECT 2").name);
});

describe.skipIf(!hasPgBouncer())("behind PgBouncer in transaction mode", () => {
  let direct: Awaited<ReturnType<typeof createTestDatabase>>;
  let pooler: Awaited<ReturnType<typeof startPgBouncer>>;
  let replicas: Database[];
  let ring: KeyRing;

  beforeAll(async () => {
    const parsed = parseKeyRing(KEYS);
    if (!parsed.ok) throw new Error(parsed.problem);
    ring = parsed.ring;
    direct = await createTestDatabase();
    pooler = await startPgBouncer(direct.url, "transaction");
    replicas = [openDatabase(pooler.url, 5), openDatabase(pooler.url, 5)];
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await pooler.stop();
    await direct.close();
  });

  it.each([
    ["payments of a site whose address is checked", ["127.0.0.1"], payments],
    ["payments of a site whose address proves nothing", ["*"], payments],
    ["tokens of a site whose address proves nothing", ["*"], tokens],
  ])("stores all %s, from several replicas at once", async (_what, allowedIps, bodies) => {
    const site = await makeSite(direct, { ring, partnerRef: BENCH_PARTNER_REF, allowedIps });
    const receivers = replicas.map((replica) => makeReceiver(replica, site.ring, site.webhookKey));
    const answers = await Promise.all(
      bodies().map((body, index) => receivers[index % receivers.length]?.deliver(body)),
    );
    expect(answers.filter((answer) => answer?.status !== 200)).toEqual([]);
    const { rows } = await direct.pool.query(
      "SELECT verdict::text, count(*)::int AS count FROM deliveries WHERE site_id = $1 GROUP BY verdict",
      [site.siteId],
    );
    expect(rows).toEqual([{ verdict: "accepted", count: NOTIFICATIONS }]);
  });

  describe("with limits", () => {
    const LIMITS = { statement: 2_000, lock: 300, idleInTransaction: 500, answer: 20_000 };
    let limited: Database;

    beforeAll(() => {
      limited = openDatabase(pooler.url, 1, { name: "limited", limits: LIMITS });
    });
    afterAll(() => limited.close());

    it("ends a transaction that is left idle", async () => {
      const left = limited.prisma.$transaction(async (tx) => {
        const pid = await backendOf(tx);
        const alive = "SELECT 1 FROM pg_stat_activity WHERE pid = $1";
        await expect
          .poll(async () => (await direct.pool.query(alive, [pid])).rowCount, { timeout: 15_000 })
          .toBe(0);
        await backendOf(tx);
      });
      expect(faultOf(await left.catch((error: unknown) => error))).toBe("gone");
    });

    it("ends a statement that waits for a lock, or that takes too long", async () => {
      const blocker = makeClient(direct.url);
      await blocker.connect();
      await blocker.query("BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE");
      const waiting = limited.prisma.$transaction((tx) => tx.auditEntry.count());
      await expect(waiting).rejects.toThrow(/lock timeout/);
      await blocker.end();
      const slow = limited.prisma.$transaction((tx) => tx.$queryRaw`SELECT 1 FROM pg_sleep(60)`);
      await expect(slow).rejects.toThrow(/statement timeout/);
    });

    it("leaves none of them on the server's connection for the next client", async () => {
      const pid = await limited.prisma.$transaction(async (tx) => {
        const [set] = await tx.$queryRaw<unknown[]>`
          SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
            current_setting('idle_in_transaction_session_timeout') AS idle`;
        expect(set).toEqual({ statement: "2s", lock: "300ms", idle: "500ms" });
        return backendOf(tx);
      });
      const next = makeClient(pooler.url);
      await next.connect();
      const { rows } = await next.query(
        `SELECT pg_backend_pid() AS pid, current_setting('statement_timeout') AS statement,
           current_setting('lock_timeout') AS lock, current_setting('idle_in_transaction_session_timeout') AS idle`,
      );
      await next.end();
      expect(rows).toEqual([{ pid, statement: "0", lock: "0", idle: "0" }]);
    });

    it("limits what the door says in a transaction of its own, too", async () => {
      const site = await makeSite(direct, { ring, partnerRef: BENCH_PARTNER_REF, allowedIps: ["*"] });
      const inbox = createInbox({ database: limited, onCommitted: () => undefined, deadlineMs: 200 });
      const receiver = makeReceiver(limited, site.ring, site.webhookKey);
      receiver.deps.inbox = inbox;
      await receiver.deps.sites.find(site.webhookKey);
      const blocker = makeClient(direct.url);
      await blocker.connect();
      await blocker.query("BEGIN; LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE");
      const [body = ""] = tokens(9_000, 1);
      expect((await receiver.deliver(body)).status).toBe(503);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await expect.poll(async () => (await direct.pool.query(waiting)).rowCount, { timeout: 15_000 }).toBe(0);
      await blocker.end();
      await inbox.drain();
    });
  });

  it("lets scripts work over it", { timeout: 120_000 }, async () => {
    const over = { DATABASE_URL: pooler.url, ENCRYPTION_KEYS: KEYS, AUDIT_KEY: makeKey() };
    const resealing = `k2:${makeKey()},${KEYS}`;
    const [added, resealed, migrated] = await Promise.all([
      runScript("staff", ["add", "anna@example.com", "--role", "owner"], over),
      runScript("keys", ["rotate"], { ...over, ENCRYPTION_KEYS: resealing }),
      runScript("migrate", [], { ...over, LISTEN_DATABASE_URL: direct.url }),
    ]);
    expect(added).toEqual({ code: 0, said: "Added anna@example.com as owner.\n" });
    expect(resealed).toEqual({
      code: 0,
      said: expect.stringContaining("Everything stored is sealed with k2"),
    });
    expect(migrated).toEqual({ code: 0, said: expect.stringContaining("Nothing to apply") });
  });

  it("refuses to migrate over it, in a sentence, and leaves no lock", async () => {
    await expect(applyMigrations(pooler.url)).rejects.toThrow(
      /^The database is reached through a pooler .* Set LISTEN_DATABASE_URL to an address.*\.$/,
    );
    const { rows } = await direct.pool.query(
      `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});

describe.skipIf(!hasPgBouncer())("behind PgBouncer in session mode", () => {
  it("migrates over it", async () => {
    const direct = await createTestDatabase();
    const pooler = await startPgBouncer(direct.url, "session");
    try {
      expect(await applyMigrations(pooler.url)).toEqual([]);
    } finally {
      await pooler.stop();
      await direct.close();
    }
  });
});
