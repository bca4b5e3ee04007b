import { randomBytes } from "node:crypto";
import type pg from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { makeClient } from "./client";

/** A separate database for one test file, cloned from the migrated template. */
export async function createTestDatabase(): Promise<Database & { url: string }> {
  const { url, drop } = await cloneTemplate();
  const database = openDatabase(url, 5);
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/** Clones the template (or creates an empty database) and returns its URL. */
export async function cloneTemplate(
  template = "anytime_template",
): Promise<{ url: string; drop(): Promise<void> }> {
  const base = new URL(inject("postgresUrl"));
  if (base.hostname !== "127.0.0.1") throw new Error("tests run against a local database only");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(base, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = Object.assign(new URL(base), { pathname: `/${name}` }).toString();
  return { url, drop: () => asAdmin(base, `DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Provides an empty database, and a connection to it. */
export async function inEmptyDatabase<T>(use: (client: pg.Client, url: string) => Promise<T>): Promise<T> {
  const { url, drop } = await cloneTemplate("template1");
  const client = makeClient(url);
  try {
    await client.connect();
    return await use(client, url);
  } finally {
    await client.end();
    await drop();
  }
}

async function asAdmin(base: URL, statement: string): Promise<void> {
  const admin = makeClient(base.toString());
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
