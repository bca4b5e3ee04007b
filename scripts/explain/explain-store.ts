import { listTransactions } from "@/lib/cards/listing/list-store";
import type { Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Case } from "./cases-store";

/** How a list is read, and how long a page of it takes. */
export interface Explained {
  readonly rows: number;
  readonly median: number;
  readonly searchedTo: Date | null;
  /** What is not as it is meant; null if all is. */
  readonly problem: string | null;
}

type Extensible = Db & Pick<import("@/lib/db/connect/client").Database["prisma"], "$extends">;

const PAGE = 50;
const TIMES = 7;

/** Reads a page several times, and asks Postgres for the plan of its statement. */
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
  const page = statements.find(({ strings }) => strings.join("").includes("WITH picked AS"));
  const plan = page === undefined ? "" : await planOf(prisma, page);
  return {
    rows: rows.length,
    median: times.sort((left, right) => left - right)[Math.floor(TIMES / 2)] ?? 0,
    searchedTo,
    problem: problemOf(plan, index),
  };
}

async function planOf(db: Db, statement: Prisma.Sql): Promise<string> {
  const lines = await db.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${statement}`);
  return lines.map((line) => line["QUERY PLAN"]).join("\n");
}

function problemOf(plan: string, index: string | null): string | null {
  if (plan === "") return "nothing was asked";
  if (plan.includes("Seq Scan on card_transactions")) return "reads every row";
  if (index === null || plan.includes(index)) return null;
  const used = plan.match(/(?<=using )card_transactions\w+/g) ?? [];
  return `meant ${index}, used ${[...new Set(used)].join(", ") || "none"}`;
}
