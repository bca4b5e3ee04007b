import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { applyBankCards, type ReachedAccount } from "@/lib/cards/attribution/bank-cards";
import { applyFetched } from "@/lib/cards/versions/apply-fetched";
import { open } from "@/lib/crypto/seal";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import type { Job, JobWork, Step } from "@/lib/jobs/work";
import type { BankTransactions } from "../answers";
import type { BankAccess, BankAnswer, BankClient } from "../client";
import {
  BEGINNING,
  cursorSchema,
  type FetchCursor,
  type FetchOrder,
  type FetchPlace,
  type FetchResult,
  NOTHING,
  orderSchema,
  resultSchema,
} from "./fetch-order";
import {
  askReaderSoon,
  countTokens,
  countUnasked,
  nextToken,
  type ReadableToken,
  stillReadable,
} from "./fetch-store";
import { closeGap } from "./gaps-store";

export interface FetchDependencies {
  readonly keys: AuditKeys;
  readonly bank: BankClient;
  /** For reads outside of a job's transaction. */
  readonly db: Db;
}

/** The bank, or the way to it, cannot be used: the job rests and tries again. Its name is what the job shows. */
class BankUnusable extends Error {
  constructor(why: "unreachable" | "our_key" | "our_address" | "off") {
    super("the bank's API cannot be used");
    this.name = why;
  }
}

const PAGE = 100;

/** The work of `payments.fetch`: each step asks about one token, or for one page of one card's payments. */
export function createFetchJob(deps: FetchDependencies): JobWork {
  return {
    lane: "outside",
    step: async (job) => {
      const order = orderSchema.parse(job.input);
      const cursor = job.cursor === null ? BEGINNING : cursorSchema.parse(job.cursor);
      const result = { ...NOTHING, ...resultSchema.parse(job.result) };
      const token = await nextToken(SYSTEM_SCOPE, deps.db, order, cursor);
      if (token === null) return (tx) => end(deps, tx, job, order, result);
      const access = { siteId: order.siteId, token: openToken(deps, token) };
      const place = cursor.place?.tokenId === token.id ? cursor.place : null;
      const fetch = { deps, job, order, cursor, result, token, access };
      return place?.cards == null ? findCards(fetch) : readPage(fetch, place, place.cards);
    },
    changed: async (_, tx, job, state) => {
      const { gapId } = orderSchema.parse(job.input);
      const { added } = { ...NOTHING, ...resultSchema.parse(job.result) };
      if (state === "cancelled" && gapId !== null) await closeGap(SYSTEM_SCOPE, tx, gapId, added);
    },
  };
}

interface Fetch {
  readonly deps: FetchDependencies;
  readonly job: Job;
  readonly order: FetchOrder;
  readonly cursor: FetchCursor;
  readonly result: FetchResult;
  readonly token: ReadableToken;
  readonly access: BankAccess;
}

type Keep = (tx: Db) => Promise<Step>;

function openToken({ keys }: FetchDependencies, token: ReadableToken): string {
  const place = { table: "api_tokens", row: token.id, site: token.siteId };
  return open(keys.ring, place, token.tokenSealed).toString("utf8");
}

/** Asks which accounts and cards a token reaches: their owner follows from that, too. */
async function findCards(fetch: Fetch): Promise<Keep> {
  const { deps, token, access } = fetch;
  const accounts = await deps.bank.listAccounts(access);
  if (accounts.outcome !== "ok") return instead(fetch, accounts, "token");
  const reached: ReachedAccount[] = [];
  for (const { accId, accType } of accounts.value) {
    const cards = await deps.bank.listCards(access, accId);
    if (cards.outcome === "missing") continue;
    if (cards.outcome !== "ok") return instead(fetch, cards, "token");
    reached.push({ accId, accType, cards: cards.value });
  }
  const cards = reached.flatMap(({ accId, cards }) => cards.map(({ cardRef }) => ({ accId, cardRef })));
  return whileReadable(fetch, async (tx) => {
    const reader = { siteId: token.siteId, userId: token.userId, tokenId: token.id };
    const { changes } = await applyBankCards(SYSTEM_SCOPE, tx, reader, reached);
    const place = { tokenId: token.id, cards, card: 0, start: 0 };
    if (cards.length === 0) return { ...leave(fetch, { read: 1 }), changes };
    const total = await countTokens(SYSTEM_SCOPE, tx, fetch.order);
    return { next: "more", cursor: { ...fetch.cursor, place }, total, changes };
  });
}

async function readPage(
  fetch: Fetch,
  place: FetchPlace,
  cards: NonNullable<FetchPlace["cards"]>,
): Promise<Keep> {
  const { deps, access, order, token } = fetch;
  const card = cards[place.card];
  if (card === undefined) return async () => leave(fetch, { read: 1 });
  const page = { from: order.from, to: order.to, start: place.start, count: PAGE };
  const answer = await deps.bank.listTransactions(access, card.cardRef, page);
  if (answer.outcome !== "ok") return instead(fetch, answer, "card");
  const receivedAt = new Date();
  const fetched = answer.value.transactions.map((transaction) => ({
    ...card,
    siteId: token.siteId,
    transaction,
    timestamp: answer.timestamp,
    receivedAt,
  }));
  return whileReadable(fetch, async (tx) => {
    // Transactions are folded by one at a time, like those that are pushed.
    await holdLock(tx, PROCESSOR_LOCK);
    const { added, changed, events } = await applyFetched(SYSTEM_SCOPE, tx, fetched);
    const by = { added: added.length, changed: changed.length };
    const more = hasMore(answer.value, place.start);
    if (!more && place.card + 1 >= cards.length)
      return { ...leave(fetch, { ...by, read: 1 }), changes: events };
    const next = more
      ? { ...place, start: place.start + answer.value.entries }
      : { ...place, card: place.card + 1, start: 0 };
    const result = sum(fetch.result, by);
    return { next: "more", cursor: { ...fetch.cursor, place: next }, result, changes: events };
  });
}

function hasMore({ entries, total }: BankTransactions, start: number): boolean {
  if (entries === 0) return false;
  return total === null ? entries >= PAGE : start + entries < total;
}

/** Stores only for a token that may still be read, and is still the same user's: else it is left. */
function whileReadable(fetch: Fetch, keep: Keep): Keep {
  return async (tx) =>
    (await stillReadable(SYSTEM_SCOPE, tx, fetch.token)) ? keep(tx) : leave(fetch, { refused: 1 });
}

/** Goes on with the next token. */
function leave({ job, cursor, result, token }: Fetch, by: Partial<FetchResult>): Step {
  const after: FetchCursor = { ...cursor, after: token.id, place: null };
  return { next: "more", cursor: after, done: job.done + 1, result: sum(result, by) };
}

function sum(result: FetchResult, by: Partial<FetchResult>): FetchResult {
  return {
    added: result.added + (by.added ?? 0),
    changed: result.changed + (by.changed ?? 0),
    read: result.read + (by.read ?? 0),
    refused: result.refused + (by.refused ?? 0),
    unreadable: result.unreadable + (by.unreadable ?? 0),
    unasked: result.unasked + (by.unasked ?? 0),
  };
}

/** What to do where an answer has nothing to store. */
function instead(
  fetch: Fetch,
  answer: Exclude<BankAnswer<unknown>, { outcome: "ok" }>,
  of: "token" | "card",
): Keep {
  switch (answer.outcome) {
    case "budget":
    case "busy":
      return async () => ({ next: "later", afterMs: answer.retryAfterMs });
    case "refused":
      if (answer.why === "our_key" || answer.why === "our_address") throw new BankUnusable(answer.why);
      // Whoever reads cards finds out what it means for the token.
      return async (tx) => {
        await askReaderSoon(SYSTEM_SCOPE, tx, fetch.token.id);
        return leave(fetch, { refused: 1 });
      };
    case "missing":
    case "malformed":
      return async () => (of === "card" ? skipCard(fetch) : leave(fetch, { unreadable: 1 }));
    case "unreachable":
    case "off":
      throw new BankUnusable(answer.outcome);
  }
}

/** One card whose list is no list does not hold up the others. */
function skipCard(fetch: Fetch): Step {
  const { cursor, result } = fetch;
  const { place } = cursor;
  if (place === null || place.card + 1 >= (place.cards?.length ?? 0)) return leave(fetch, { unreadable: 1 });
  const next = { ...place, card: place.card + 1, start: 0 };
  return { next: "more", cursor: { ...cursor, place: next }, result: sum(result, { unreadable: 1 }) };
}

async function end(
  { keys }: FetchDependencies,
  tx: Db,
  job: Job,
  order: FetchOrder,
  result: FetchResult,
): Promise<Step> {
  const unasked = await countUnasked(SYSTEM_SCOPE, tx, order);
  const ended = { ...result, unasked };
  if (order.gapId !== null) await closeGap(SYSTEM_SCOPE, tx, order.gapId, ended.added);
  await recordAudit(SYSTEM_SCOPE, tx, keys, {
    action: "payments.fetched",
    outcome: "done",
    siteId: order.siteId,
    ...(order.userId === null
      ? { targetType: "job", targetId: job.id }
      : { targetType: "linked_user", targetId: order.userId }),
    details: { from: order.from, to: order.to, ...(order.why !== null && { why: order.why }), ...ended },
  });
  return { next: "done", result: ended };
}
