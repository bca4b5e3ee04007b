import { compareDecimals } from "@/lib/anytime/values/compare-decimals";
import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { loadTransactionRows } from "@/lib/cards/transactions/transactions-store";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { ValuePlace } from "@/lib/db/cursors/value-cursor";
import { type ListPlan, planList } from "./list-plan-store";
import { earliest, orNull, readOldest, within } from "./list-store";
import type { PaymentOrder } from "./payment-order";
import { type Window, walkBack } from "./walk-back";

type AmountOrder = Exclude<PaymentOrder, "newest">;

/** A page of payments by amount, or that there are too many to sort. */
export type AmountPage =
  | {
      readonly kind: "page";
      readonly rows: readonly TransactionRow[];
      /** Where the next page begins; null if this was the last. */
      readonly next: ValuePlace | null;
    }
  | { readonly kind: "too_many" };

/** So many payments are sorted, in about a second; `most` is for tests. */
const MOST_SORTED = 100_000;
const BUDGET_MS = 1_000;

/** The payments of a window: how many, and the first of them after the place that the page begins at. */
interface Looked {
  readonly count: number;
  readonly first: readonly { readonly id: string; readonly amount: string }[];
}

/**
 * One page of payments by their amount without its sign. All payments that fit are looked at, window by window in the
 * index that has them by date, and only the first of each window are kept: whoever filters for more is asked for a
 * shorter period instead.
 */
export async function listByAmount(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  order: AmountOrder,
  page: { readonly after: ValuePlace | null; readonly limit: number; readonly most?: number },
): Promise<AmountPage> {
  const now = new Date();
  const plan = await planList(scope, db, filters, now);
  const most = page.most ?? MOST_SORTED;
  const { rows: looked, searchedTo } = await walkBack<Looked>({
    search: orNull((window: Window, left: number) =>
      lookAt(scope, db, plan, window, { order, after: page.after, left, first: page.limit + 1 }),
    ),
    most: most + 1,
    weigh: ({ count }) => count,
    from: earliest([plan.until, now]),
    oldest: await readOldest(scope, db, [plan.since]),
    budgetMs: BUDGET_MS,
  });
  const count = looked.reduce((sum, window) => sum + window.count, 0);
  if (searchedTo !== null || count > most) return { kind: "too_many" };
  const sign = order === "largest" ? -1 : 1;
  const sorted = looked
    .flatMap(({ first }) => first)
    .toSorted(
      (left, right) => sign * (compareDecimals(left.amount, right.amount) || (left.id < right.id ? -1 : 1)),
    );
  const cut = sorted.slice(0, page.limit);
  const last = cut.at(-1);
  return {
    kind: "page",
    rows: await loadInOrder(
      scope,
      db,
      cut.map(({ id }) => id),
    ),
    next: sorted.length > cut.length && last !== undefined ? { value: last.amount, id: last.id } : null,
  };
}

async function lookAt(
  scope: Scope,
  db: Db,
  plan: ListPlan,
  window: Window,
  asked: {
    readonly order: AmountOrder;
    readonly after: ValuePlace | null;
    readonly left: number;
    readonly first: number;
  },
): Promise<Looked[]> {
  const { after, left } = asked;
  const where = Prisma.join([plan.condition, ...within(plan), ...within(window)], " AND ");
  const direction = Prisma.raw(asked.order === "largest" ? "DESC" : "ASC");
  const beyond = Prisma.raw(asked.order === "largest" ? "<" : ">");
  const place =
    after === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`(f.amount, f.id) ${beyond} (${after.value}::numeric, ${after.id}::uuid)`;
  return db.$queryRaw<Looked[]>`
    WITH fit AS MATERIALIZED (
      SELECT m.id, m.amount FROM sites s CROSS JOIN LATERAL (
        SELECT t.id, abs(t.amount) AS amount FROM card_transactions t
        WHERE t.site_id = s.id AND ${where} LIMIT ${left}
      ) m WHERE ${inScope(scope, "s.id")} LIMIT ${left}
    )
    SELECT (SELECT count(*)::int FROM fit) AS count, COALESCE((
      SELECT jsonb_agg(jsonb_build_object('id', p.id, 'amount', p.amount::text)) FROM (
        SELECT f.id, f.amount FROM fit f WHERE ${place}
        ORDER BY f.amount ${direction}, f.id ${direction} LIMIT ${asked.first}
      ) p
    ), '[]') AS first`;
}

async function loadInOrder(scope: Scope, db: Db, ids: readonly string[]): Promise<TransactionRow[]> {
  const rows = new Map((await loadTransactionRows(scope, db, ids)).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}
