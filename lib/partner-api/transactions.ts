import type { z } from "zod";
import { directionOf, readStatus } from "@/lib/anytime/values/transaction-status";
import { readTransactionFilters, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { ACCOUNT_CURRENCY, type TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { readTransaction } from "@/lib/cards/transactions/transactions-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { placeBefore } from "@/lib/db/cursors/list-cursor";
import { readReferences } from "./cards-store";
import { type ApiTransaction, listTransactionsSchema } from "./document/transaction-schemas";
import { type ApiDependencies, handleApi } from "./handle";
import { isId } from "./is-id";
import { bindCursors, type ListCursors } from "./list-page";
import { answerInvalid, answerJson, answerProblem } from "./problems";

type Asked = z.infer<typeof listTransactionsSchema>;

/** `GET /api/v1/transactions` */
export function getTransactions(deps: ApiDependencies, request: Request): Promise<Response> {
  return handleApi(deps, request, "transactions:read", async (caller) => {
    const asked = listTransactionsSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return answerInvalid(asked.error);
    const filters = toFilters(asked.data);
    const cursors = bindCursors(caller, "transactions by date", filters);
    const read = cursors.read(asked.data.cursor);
    if (!read.ok) return read.answer;
    const { scope } = caller;
    const db = deps.database.prisma;
    const page = await listTransactions(scope, db, filters, { ...read.place, limit: asked.data.limit });
    const transactions = await describeTransactions(scope, db, page.rows);
    return answerJson(200, { transactions, next_cursor: nextOf(cursors, page) });
  });
}

/** `GET /api/v1/transactions/{id}` */
export function getTransaction(deps: ApiDependencies, request: Request, id: string): Promise<Response> {
  return handleApi(deps, request, "transactions:read", async ({ scope }) => {
    const db = deps.database.prisma;
    const row = isId(id) ? await readTransaction(scope, db, id) : null;
    const [found] = row === null ? [] : await describeTransactions(scope, db, [row]);
    return found === undefined ? answerProblem("not_found") : answerJson(200, found);
  });
}

/** The filters of the Transactions page, under the API's names. */
function toFilters(asked: Asked): TransactionFilters {
  const {
    cursor: _,
    limit: __,
    linked_user_id,
    card_id,
    merchant_id,
    min_amount,
    max_amount,
    ...rest
  } = asked;
  const { foreign_currency, unattributed, ...same } = rest;
  const { filters, dropped } = readTransactionFilters({
    ...same,
    user: linked_user_id,
    card: card_id,
    merchant: merchant_id,
    least: min_amount,
    most: max_amount,
    unattributed: unattributed === undefined ? undefined : "1",
    fx: foreign_currency === undefined ? undefined : "1",
  });
  // The schema takes nothing that the page would not: a filter that was left out would show too much.
  if (dropped.length > 0) throw new Error("a filter of the API is none of the page");
  return filters;
}

/** A search that ran out of time continues where it stopped. */
function nextOf(
  cursors: ListCursors,
  { next, searchedTo }: Awaited<ReturnType<typeof listTransactions>>,
): string | null {
  if (next !== null) return cursors.write({ after: next, floor: null });
  return searchedTo === null ? null : cursors.write(placeBefore(searchedTo));
}

async function describeTransactions(
  scope: Scope,
  db: Db,
  // Lists leave out payments that were joined to another.
  rows: readonly (TransactionRow & { readonly joinedToId?: string | null })[],
): Promise<ApiTransaction[]> {
  const users = [...new Set(rows.flatMap(({ userId }) => userId ?? []))];
  const references = await readReferences(scope, db, users);
  return rows.map((row) => ({
    id: row.id,
    txid: row.txid,
    date: row.bankDate,
    date_is_guess: row.bankDateGuess,
    status: readStatus(row.status),
    direction: directionOf(row.type),
    amount: row.amount,
    currency: ACCOUNT_CURRENCY,
    charged_amount: row.amountFx,
    charged_currency: row.currency,
    merchant: { id: row.merchantId, name: row.merchant },
    city: row.city,
    country: row.country,
    category: row.mcc,
    card: { id: row.cardId, card_ref: row.cardRef, acc_id: row.accId },
    linked_user:
      row.userId === null ? null : { id: row.userId, external_reference: references.get(row.userId) ?? null },
    joined_to: row.joinedToId ?? null,
  }));
}
