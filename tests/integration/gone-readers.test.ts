import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { onBehalfOfAll } from "@/lib/db/access/on-behalf-of";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { NO_LIMITS } from "@/lib/db/limits";
import { answerWhileThere } from "@/lib/http/front/answer-while-there";
import { createTestDatabase } from "../support/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let cancelling: Database;
let staff: Database;
let name: string;
let server: Server | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  cancelling = openDatabase(database.url, 1);
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await staff.close();
});
afterAll(async () => {
  await cancelling.close();
  await database.close();
});

/** A pool without limits: nothing but a cancellation ends what it does. */
function openStaff(size: number): void {
  name = `anytime-dashboard test ${newId().slice(-12)}`;
  staff = openDatabase(database.url, size, { name, limits: NO_LIMITS, cancelBy: cancelling.pool });
}

/** What the pool's connections are doing. */
async function running(words: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity
     WHERE application_name = $1 AND state = 'active' AND position($2 IN query) > 0`,
    [name, words],
  );
  return rows[0]?.count ?? 0;
}

/** Answers every request with what a read gives. @returns the address */
async function serve(read: () => Promise<unknown>): Promise<{ url: string; outcomes: unknown[] }> {
  const outcomes: unknown[] = [];
  server = createServer((request, response) =>
    answerWhileThere(request, response, () =>
      read().then(
        () => void response.end("read"),
        (error: unknown) => {
          outcomes.push(error);
          response.end();
        },
      ),
    ),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, outcomes };
}

/** Asks, and goes away as soon as the database is at it. */
async function leaveDuring(url: string, words: string, method = "GET"): Promise<void> {
  const leaving = new AbortController();
  const asked = fetch(url, { method, signal: leaving.signal }).catch(() => null);
  await expect.poll(() => running(words), { timeout: 10_000 }).toBe(1);
  leaving.abort();
  await asked;
}

it("cancels what a page reads when its reader goes away, behind a lock too", async () => {
  openStaff(1);
  const { url, outcomes } = await serve(() => staff.prisma.$queryRaw`SELECT count(*) FROM audit_entries`);
  const locker = await database.pool.connect();
  await locker.query("BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE");
  await leaveDuring(url, "audit_entries");
  await expect.poll(() => running("audit_entries"), { timeout: 10_000 }).toBe(0);
  expect(String(outcomes[0])).toContain("canceling statement due to user request");
  await locker.query("ROLLBACK");
  locker.release();
  expect((await staff.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

it("lets a read go on that others wait for, too", async () => {
  openStaff(1);
  const shared = () => onBehalfOfAll(() => staff.pool.query("SELECT 'shared', pg_sleep(1.5)"));
  const { url, outcomes } = await serve(shared);
  await leaveDuring(url, "shared");
  await expect.poll(() => running("shared"), { timeout: 10_000 }).toBe(0);
  expect(outcomes).toEqual([]);
});

it("lets what writes go on, and whatever a request does that changes something", async () => {
  openStaff(1);
  await database.pool.query("CREATE TABLE kept (what text)");
  const write = await serve(() =>
    staff.pool.query("WITH slept AS (SELECT pg_sleep(1.5)) INSERT INTO kept SELECT 'written' FROM slept"),
  );
  await leaveDuring(write.url, "kept");
  await expect.poll(() => running("kept"), { timeout: 10_000 }).toBe(0);
  expect(write.outcomes).toEqual([]);
  server?.close();
  const post = await serve(() => staff.pool.query("SELECT 'posted', pg_sleep(1.5)"));
  await leaveDuring(post.url, "posted", "POST");
  await expect.poll(() => running("posted"), { timeout: 10_000 }).toBe(0);
  expect(post.outcomes).toEqual([]);
  expect((await database.pool.query("SELECT what FROM kept")).rows).toEqual([{ what: "written" }]);
});
