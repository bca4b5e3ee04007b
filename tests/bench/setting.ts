import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import { makeClient } from "../support/client";
import { BENCH_PARTNER_REF } from "./bodies";

/** A Postgres for the bench, and the settings of our servers. */
export interface Setting {
  readonly key: string;
  /** Makes an empty database. @returns its URL */
  createDatabase(name: string): Promise<string>;
  /** The environment of a server of ours on a database. */
  environment(databaseUrl: string): Record<string, string>;
  /** One row of a query on a database. */
  ask<Row extends pg.QueryResultRow>(databaseUrl: string, sql: string): Promise<Row>;
  stop(): Promise<void>;
}

/** Starts a Postgres of its own in a folder of its own; `stop` takes both away. */
export async function startSetting(): Promise<Setting> {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-bench-"));
  const postgres = await startEmbeddedPostgres(folder);
  const key = randomBytes(24).toString("hex");
  const secrets = {
    APP_URL: "http://localhost",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    ANYTIME_WEBHOOK_KEY: key,
    ANYTIME_PARTNER_REF: BENCH_PARTNER_REF,
  };
  const ask = async <Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row> => {
    const client = makeClient(url);
    await client.connect();
    try {
      const { rows } = await client.query<Row>(sql);
      return rows[0] ?? ({} as Row);
    } finally {
      await client.end();
    }
  };
  return {
    key,
    createDatabase: async (name) => {
      await ask(postgres.url, `CREATE DATABASE ${name}`);
      return postgres.url.replace(/anytime$/, name);
    },
    environment: (databaseUrl) => ({ ...secrets, DATABASE_URL: databaseUrl }),
    ask,
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
