import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { makeClient } from "../support/client";
import { cloneTemplate } from "../support/database";

/** A database whose own time zone is another than ours. */
async function inZone(zone: string) {
  const clone = await cloneTemplate("template1");
  const admin = makeClient(clone.url);
  await admin.connect();
  await admin.query(`ALTER DATABASE ${new URL(clone.url).pathname.slice(1)} SET timezone TO '${zone}'`);
  await admin.end();
  return clone;
}

describe.each(["Europe/Paris", "America/New_York"])("a database whose zone is %s", (zone) => {
  let clone: { url: string; drop(): Promise<void> };
  let database: Database;

  beforeAll(async () => {
    clone = await inZone(zone);
    await applyMigrations(clone.url);
    database = openDatabase(clone.url, 2);
  });

  afterAll(async () => {
    await database.close();
    await clone.drop();
  });

  it("is spoken to in UTC by every kind of connection", async () => {
    const client = makeClient(clone.url);
    await client.connect();
    const shown = await client.query("SHOW timezone");
    await client.end();
    expect(shown.rows).toEqual([{ TimeZone: "UTC" }]);
    expect((await database.pool.query("SHOW timezone")).rows).toEqual([{ TimeZone: "UTC" }]);
    await database.prisma.$transaction(async (tx) => {
      expect(await tx.$queryRaw`SHOW timezone`).toEqual([{ TimeZone: "UTC" }]);
    });
  });

  it("had its migrations applied in UTC", async () => {
    const { rows } = await database.pool.query<{ age: number }>(
      "SELECT extract(epoch FROM now() - max(finished_at))::float8 AS age FROM _prisma_migrations",
    );
    expect(Math.abs(rows[0]?.age ?? Number.NaN)).toBeLessThan(600);
  });

  it("gives times back as they were written, summer and winter", async () => {
    for (const instant of ["2026-01-15T12:00:00.000Z", "2026-07-15T23:30:00.123Z"]) {
      const [row] = await database.prisma.$queryRaw<{ read: Date; text: string }[]>`
        SELECT ${new Date(instant)}::timestamptz AS read, ${instant}::timestamptz::text AS text`;
      expect(row?.read.toISOString()).toBe(instant);
      expect(row?.text.endsWith("+00")).toBe(true);
    }
    const [row] = await database.prisma.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
    expect(Math.abs((row?.now.getTime() ?? 0) - Date.now())).toBeLessThan(600_000);
  });
});
