import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { newId } from "@/lib/db/id";
import { NO_LIMITS, transactionLimits } from "@/lib/db/limits";
import { LONGEST_TRANSACTION_MS } from "@/lib/db/locks";
import { createPool, type PoolPurpose } from "./connection";

/**
 * The client, or a transaction of it: what stores take. Pages do not read with `findUnique`: Prisma batches those of
 * one turn of the event loop, and a client who leaves would cancel the reads of others.
 */
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

/** Begins each transaction with the limits that a pooler's connections cannot have themselves. */
class LimitingPrismaPg extends PrismaPg {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolation) => {
      const tx = await start(isolation);
      const limits = transactionLimits(this.#pool);
      const say = (sql: string) => tx.executeRaw({ sql, args: [], argTypes: [] });
      try {
        if (limits !== "") await say(limits);
        return tx;
      } catch (error) {
        // The adapter's rollback returns the connection, and sends nothing to Postgres.
        await say("ROLLBACK").catch(() => undefined);
        await tx.rollback();
        throw error;
      }
    };
    return adapter;
  }
}

/**
 * Opens the pool and the Prisma client over it. Connects lazily.
 *
 * @param url Postgres connection URL
 * @param size most connections this process may hold
 * @param purpose the purpose of the pool; without one, that of a script, which may take its time
 */
export function openDatabase(
  url: string,
  size = 10,
  purpose: PoolPurpose = { name: `anytime-dashboard ${newId().slice(-12)}`, limits: NO_LIMITS },
): Database {
  const pool = createPool(url, purpose, size);
  const prisma = new PrismaClient({
    adapter: new LimitingPrismaPg(pool),
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
 * Rows as one JSON parameter, for `jsonb_to_recordset`: decimals are strings and keep their scale, and a batch of any
 * size stays one statement.
 */
export function jsonRows(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify(rows);
}

/** Bytes in the text form that Postgres reads as bytea. */
export function hexBytes(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

export type { ApiToken, CardTransaction, Delivery, TransactionVersion } from "@/lib/db/generated/client";
export { Prisma };
