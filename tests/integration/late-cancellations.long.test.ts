import { afterAll, beforeAll, expect, it } from "vitest";
import { onBehalfOf } from "@/lib/db/access/on-behalf-of";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { NO_LIMITS } from "@/lib/db/limits";
import { createTestDatabase } from "../support/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let cancelling: Database;
let staff: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  cancelling = openDatabase(database.url, 1);
  // Without limits: nothing but a cancellation ends what it does.
  staff = openDatabase(database.url, 1, { name: "late", limits: NO_LIMITS, cancelBy: cancelling.pool });
});
afterAll(async () => {
  await staff.close();
  await cancelling.close();
  await database.close();
});

it("never cancels the next statement of a connection, however late the cancellation comes", async () => {
  const ends: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const leaving = new AbortController();
    leaving.abort();
    // Ends about when it is looked at for the first time.
    const seconds = 0.29 + round / 1_000;
    const read = onBehalfOf(leaving.signal, () => staff.pool.query("SELECT pg_sleep($1)", [seconds]));
    const next = staff.pool.query("SELECT pg_sleep(0.03)");
    ends.push(
      await read.then(
        () => "ended",
        (error: Error) => error.message,
      ),
    );
    await next;
  }
  for (const end of ends) expect(end).toMatch(/^ended$|^canceling statement due to user request$/);
});
