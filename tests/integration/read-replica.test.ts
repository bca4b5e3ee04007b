import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { type Databases, openDatabases } from "@/lib/db/connect/pools";
import { type ReplicatedPostgres, startReplicatedPostgres } from "../support/peers/replica";

let servers: ReplicatedPostgres;
let databases: Databases;

const SOON = { timeout: 15_000, interval: 50 };

beforeAll(async () => {
  servers = await startReplicatedPostgres();
  await servers.primary.query("CREATE TABLE notes (text text); INSERT INTO notes VALUES ('first')");
  databases = openDatabases(servers.primaryUrl, 20, servers.replicaUrl);
  databases.reads.start();
}, 120_000);
afterAll(async () => {
  databases?.reads.stop();
  await databases?.close();
  await servers?.close();
}, 60_000);

/** Where a read was answered, and what it saw. */
async function readNotes(db: Db): Promise<{ replica: boolean; notes: number }> {
  const [row] = await db.$queryRaw<{ replica: boolean; notes: number }[]>(
    Prisma.sql`SELECT pg_is_in_recovery() AS replica, count(*)::int AS notes FROM notes`,
  );
  if (row === undefined) throw new Error("no row");
  return row;
}
const write = () => servers.primary.query("INSERT INTO notes VALUES ('another')");
const state = () => databases.reads.state;

it("reads from the replica while it follows", async () => {
  await vi.waitFor(() => expect(state()).toBe("ok"), SOON);
  expect(await databases.reads.read(null, readNotes)).toEqual({ replica: true, notes: 1 });
});

it("reads from the primary what the replica has not replayed yet, and all when it lags", async () => {
  await servers.replica.query("SELECT pg_wal_replay_pause()");
  await write();
  const mine = await databases.reads.position();
  expect(await databases.reads.read(mine, readNotes)).toEqual({ replica: false, notes: 2 });
  expect(await databases.reads.read(null, readNotes)).toEqual({ replica: true, notes: 1 });
  await vi.waitFor(() => expect(state()).toBe("behind"), SOON);
  expect(databases.reads.lagMs).toBeGreaterThan(5_000);
  expect(await databases.reads.read(null, readNotes)).toEqual({ replica: false, notes: 2 });
  await servers.replica.query("SELECT pg_wal_replay_resume()");
  await vi.waitFor(() => expect(state()).toBe("ok"), SOON);
  expect(await databases.reads.read(mine, readNotes)).toEqual({ replica: true, notes: 2 });
});

it("reads again from the primary what a recovery conflict cancelled", async () => {
  await vi.waitFor(() => expect(state()).toBe("ok"), SOON);
  let tried = 0;
  const reading = databases.reads.read(null, async (db) => {
    tried += 1;
    // Long enough on the replica for the change below to get in its way.
    await db.$queryRaw(
      Prisma.sql`SELECT pg_sleep(CASE WHEN pg_is_in_recovery() THEN 4 ELSE 0 END)::text FROM notes LIMIT 1`,
    );
    return readNotes(db);
  });
  await vi.waitFor(async () => {
    const { rowCount } = await servers.replica.query(
      "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(CASE%' AND pid <> pg_backend_pid()",
    );
    expect(rowCount).toBe(1);
  }, SOON);
  await servers.primary.query("ALTER TABLE notes ADD COLUMN more text");
  expect(await reading).toEqual({ replica: false, notes: 2 });
  expect(tried).toBe(2);
});

it("passes on what the primary would say as well", async () => {
  await vi.waitFor(() => expect(state()).toBe("ok"), SOON);
  const wrong = databases.reads.read(null, (db) => db.$queryRaw(Prisma.sql`SELECT 1 / 0`));
  await expect(wrong).rejects.toThrow(/division by zero/);
  expect(state()).toBe("ok");
});

it("does not take a server that takes writes itself for a replica", async () => {
  const other = openDatabases(servers.primaryUrl, 20, servers.primaryUrl);
  other.reads.start();
  await vi.waitFor(() => expect(other.reads.state).toBe("no_replica"), SOON);
  expect(await other.reads.read(null, readNotes)).toMatchObject({ replica: false });
  other.reads.stop();
  await other.close();
});

it("reads from the primary when the replica is gone", async () => {
  await vi.waitFor(() => expect(state()).toBe("ok"), SOON);
  await servers.stopReplica();
  expect(await databases.reads.read(null, readNotes)).toEqual({ replica: false, notes: 2 });
  expect(state()).toBe("away");
});
