import type { BankTransaction } from "@/lib/anytime/events";
import { compareDecimals } from "@/lib/anytime/values/compare-decimals";
import { identifyMerchants } from "@/lib/cards/merchants/identify-merchants";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { FeedEvent } from "@/lib/live/feed-event";
import { describeTransaction } from "./describe-version";
import { loadVersions, type StoredVersion, writeFetched, writeFolded } from "./fetched-store";
import { findOrMakeCards } from "./find-or-make-cards";
import { digestContent, foldVersions, type SaidVersion } from "./fold-versions";
import { attributionEvents, paymentEvents } from "./payment-events";
import { cardKey, countVersions, type WrittenPayment } from "./versions-store";

/** A transaction of an answer of the bank's API. */
export interface FetchedTransaction {
  readonly siteId: string;
  readonly accId: string;
  readonly cardRef: string;
  readonly transaction: BankTransaction;
  /** The answer's own time, in seconds. */
  readonly timestamp: string;
  readonly receivedAt: Date;
}

/** What came of fetched transactions. */
export interface AppliedFetch {
  /** Those that nobody knew. */
  readonly added: readonly string[];
  /** Others that read differently now. */
  readonly changed: readonly string[];
  readonly events: readonly FeedEvent[];
}

/** An answer from further in the future does not win until then: our clock or the bank's is wrong. */
const FUTURE_SECONDS = 300;

/**
 * Stores transactions that the bank's API answered with, as versions beside those of deliveries. Any order and any
 * repetition of both ends the same. The caller holds the processor's lock.
 */
export async function applyFetched(
  scope: SystemScope,
  tx: Db,
  fetched: readonly FetchedTransaction[],
): Promise<AppliedFetch> {
  if (fetched.length === 0) return { added: [], changed: [], events: [] };
  const { cardIds, newCards } = await findOrMakeCards(scope, tx, fetched);
  const described = fetched.map((one) => ({
    ...describeTransaction({ ...one, requestId: null }),
    ...foldKeyOf(one),
  }));
  const { ids: merchantIds } = await identifyMerchants(scope, tx, described);
  const versions = fetched.map((one, at) => {
    const [version, cardId, merchantId] = [described[at], cardIds.get(cardKey(one)), merchantIds[at]];
    if (version === undefined || cardId === undefined || merchantId === undefined)
      throw new Error("a fetched transaction found no card or no merchant");
    return { ...version, id: newId(), cardId, merchantId };
  });
  const written = await writeFetched(scope, tx, versions);
  const ids = written.map(({ id }) => id);
  const changed = await foldFetched(scope, tx, ids);
  const added = new Set(written.flatMap(({ isNew, id }) => (isNew ? id : [])));
  return {
    added: [...added],
    changed: changed.flatMap(({ id }) => (added.has(id) ? [] : id)),
    events: [...attributionEvents(newCards), ...paymentEvents(written, changed)],
  };
}

/** Gives transactions that have versions of the bank's API the values of all their versions. @returns those that changed */
export async function foldFetched(
  scope: SystemScope,
  tx: Db,
  ids: readonly string[],
): Promise<WrittenPayment[]> {
  if (ids.length === 0) return [];
  const byTransaction = new Map<string, StoredVersion[]>();
  for (const version of await loadVersions(scope, tx, ids)) {
    const others = byTransaction.get(version.transactionId) ?? [];
    byTransaction.set(version.transactionId, [...others, version]);
  }
  const folded = [...byTransaction].flatMap(([id, versions]) => {
    const [greatest, ...others] = versions;
    if (greatest === undefined) return [];
    const said = foldVersions([saidBy(greatest), ...others.map(saidBy)]);
    const { foldTimestamp, foldCreatedAt, foldDigest, siteId } = greatest;
    return { id, ...describeTransaction({ siteId, ...said }), foldTimestamp, foldCreatedAt, foldDigest };
  });
  const { ids: merchantIds } = await identifyMerchants(scope, tx, folded);
  const changed = await writeFolded(
    scope,
    tx,
    folded.map((row, at) => ({ ...row, merchantId: merchantIds[at] ?? "" })),
  );
  await countVersions(scope, tx, ids);
  return changed;
}

function foldKeyOf({ timestamp, receivedAt, transaction }: FetchedTransaction) {
  const latest = String(Math.floor(receivedAt.getTime() / 1_000) + FUTURE_SECONDS);
  const foldTimestamp = compareDecimals(timestamp, latest) > 0 ? latest : timestamp;
  return {
    foldTimestamp,
    foldCreatedAt: new Date(Math.floor(Number(foldTimestamp) * 1_000)),
    foldDigest: digestContent(transaction),
  };
}

/** What a version says. One from before versions had all fields has those of its payment: its delivery said them. */
function saidBy(version: StoredVersion): SaidVersion {
  const { whole, source, receivedAt } = version;
  return {
    source,
    receivedAt,
    requestId: whole ? version.requestId : version.rowRequestId,
    transaction: {
      txid: version.txid,
      mcc: whole ? version.mcc : version.rowMcc,
      amount: version.amount,
      amount_fx: version.amountFx,
      currency: version.currency,
      fx: version.fx,
      fx_fee: version.fxFee,
      status: version.status,
      type: version.type,
      balance_after: version.balanceAfter,
      date: version.bankDateRaw,
      description: whole ? version.description : version.rowDescription,
    },
  };
}
