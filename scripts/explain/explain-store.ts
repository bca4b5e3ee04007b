import { listTransactions } from "@/lib/cards/listing/list-store";
import { readTransactionTotals, sumFilterOf } from "@/lib/cards/totals/totals-store";
import type { Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Case } from "./cases-store";

/** How a list is read, and how long a page of it takes. */
export interface Explained {
  readonly rows: number;
  readonly median: number;
  /** How long its totals took, in milliseconds, and whether they are of all payments. */
  readonly totals: { readonly took: number; readonly isExact: boolean };
  readonly searchedTo: Date | null;
  /** What is not as it is meant; null if all is. */
  readonly problem: string | null;
}

type Extensible = Db & Pick<import("@/lib/db/connect/client").Database["prisma"], "$extends">;

const PAGE = 50;
const TIMES = 7;

/** Reads a page several times and its totals once, and asks Postgres for the plans of their statements. */
export async function explainCase(
  scope: Scope,
  prisma: Extensible,
  { filters, index, after }: Case,
): Promise<Explained> {
  const statements: Prisma.Sql[] = [];
  const watched = prisma.$extends({
    query: {
      $queryRaw: ({ args, query }) => {
        statements.push(args);
        return query(args);
      },
    },
  });
  const read = (db: Db) => listTransactions(scope, db, filters, { after: after ?? null, limit: PAGE });
  const { rows, searchedTo } = await read(watched as unknown as Db);
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const begun = performance.now();
    await read(prisma);
    times.push(performance.now() - begun);
  }
  const begun = performance.now();
  const { isExact } = await readTransactionTotals(scope, watched as unknown as Db, filters);
  const took = performance.now() - begun;
  const problems: (string | null)[] = [];
  // Where rollups have the totals, what is added up is another list: the unattributed payments of this one.
  const isAddedUp = sumFilterOf(filters, new Date()) === null;
  for (const [place, statement] of statements.filter(isOfPayments).entries())
    problems.push(problemOf(await planOf(prisma, statement), place === 0 || isAddedUp ? index : null));
  return {
    rows: rows.length,
    median: times.sort((left, right) => left - right)[Math.floor(TIMES / 2)] ?? 0,
    totals: { took, isExact },
    searchedTo,
    problem:
      problems.length === 0 ? "nothing was asked" : (problems.find((problem) => problem !== null) ?? null),
  };
}

function isOfPayments({ strings }: Prisma.Sql): boolean {
  return strings.join("").includes("WITH picked AS");
}

async function planOf(db: Db, statement: Prisma.Sql): Promise<string> {
  const lines = await db.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${statement}`);
  return lines.map((line) => line["QUERY PLAN"]).join("\n");
}

function problemOf(plan: string, index: string | null): string | null {
  if (plan.includes("Seq Scan on card_transactions")) return "reads every row";
  if (index === null || plan.includes(index)) return null;
  const used = plan.match(/(?<=using )card_transactions\w+/g) ?? [];
  return `meant ${index}, used ${[...new Set(used)].join(", ") || "none"}`;
}
