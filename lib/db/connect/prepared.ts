import { createHash } from "node:crypto";
import type pg from "pg";
import { log } from "@/lib/log";

/** A statement that is parsed and planned once per connection. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * Names a statement after its text: behind a pooler, releases share connections, and under one name the newer release
 * would run what the older one prepared.
 */
export function prepareAs(label: string, text: string): PreparedStatement {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return { name: `${label}-${digest}`, text };
}

/** The errors of a pooler's connections about names that others used, or that another connection knows. */
const MISPLACED = new Set(["42P05", "26000"]);
const unnamed = new WeakSet<pg.Pool>();

/**
 * Does work with a prepared statement, or, behind a pooler that shares connections, with plain text: it switches at
 * the first refusal, and does the work again.
 *
 * @param work the whole of a transaction, if there is one
 */
export async function withPrepared<Result>(
  pool: pg.Pool,
  statement: PreparedStatement,
  work: (statement: { name?: string; text: string }) => Promise<Result>,
): Promise<Result> {
  const { text } = statement;
  if (unnamed.has(pool)) return work({ text });
  try {
    return await work(statement);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && MISPLACED.has(String(error.code)))) throw error;
    if (!unnamed.has(pool)) log.info("a pooler shares connections: statements are not prepared");
    unnamed.add(pool);
    return work({ text });
  }
}
