import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { createPool, NO_LIMITS, type Purpose } from "./connection";
import { Prisma, PrismaClient } from "./generated/client";
import { newId } from "./id";
import { LONGEST_TRANSACTION_MS } from "./locks";

/** The client, or a transaction of it: what stores take. */
export type Db = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction"
>;

/** A connected database: one pool, one Prisma client over it. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens the pool and the Prisma client over it. Connects lazily.
 *
 * @param url Postgres connection URL
 * @param size most connections this process may hold
 * @param purpose whose pool it is; without one, that of a script, which may take its time
 */
export function openDatabase(
  url: string,
  size = 10,
  purpose: Purpose = { name: `anytime-dashboard ${newId().slice(-12)}`, limits: NO_LIMITS },
): Database {
  const pool = createPool(url, purpose, size);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: LONGEST_TRANSACTION_MS },
  });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * Rows as one JSON parameter, to be read with `jsonb_to_recordset`: decimals travel as strings and keep
 * their scale, and a batch of any size stays one statement.
 */
export function jsonRows(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify(rows);
}

/** Bytes in the text form that Postgres reads as bytea. */
export function hexBytes(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

export { Prisma };
