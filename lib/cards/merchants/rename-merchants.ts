import type { SystemScope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";
import { MERCHANT_LOCK, PROCESSOR_LOCK } from "@/lib/db/locks";
import { holdLock, tryLock } from "@/lib/db/take-lock";
import { refreshSearch } from "./families-store";
import { identifyMerchants } from "./identify-merchants";
import { NAMING_VERSION } from "./name-merchant";
import {
  canFindNameless,
  endNaming,
  findOutdated,
  inheritDecisions,
  isWithoutPayments,
  listNameless,
  listPaymentsOf,
  type NamedPayment,
  replaceMerchant,
  setMerchants,
} from "./naming-store";

const BATCH = 500;
/** Deliveries wait for the lock of a batch: for so long at a time, payments are named. */
const BUDGET_MS = 250;

/**
 * Names the payments that have no merchant yet, newest first, and then those whose merchant was named by older rules.
 * Each batch is a transaction, so it can stop and start again at any moment; what was begun of a merchant is done again.
 */
export interface MerchantNaming {
  /** Works for a moment, if there is work and no other process does it. @returns whether more is to be done */
  run(): Promise<boolean>;
}

/** How far the payments of a merchant are named, and how many went to which other one. */
interface Place {
  readonly merchantId: string;
  readonly after: Cursor | null;
  readonly heirs: ReadonlyMap<string, number>;
}

/** Creates that work, which remembers where it is. */
export function createMerchantNaming(
  scope: SystemScope,
  database: Database,
  options: { readonly batch?: number; readonly budgetMs?: number } = {},
): MerchantNaming {
  const { batch = BATCH, budgetMs = BUDGET_MS } = options;
  let canFind = false;
  let place: Place | null = null;
  const step = async (tx: Db): Promise<boolean> => {
    if (!(await tryLock(tx, PROCESSOR_LOCK))) return false;
    canFind ||= await canFindNameless(scope, tx);
    // The index is built in the background: until then, the old payments wait.
    const nameless = canFind ? await listNameless(scope, tx, batch) : [];
    if (nameless.length > 0) {
      await name(scope, tx, nameless);
      return true;
    }
    await holdLock(tx, MERCHANT_LOCK);
    const outdated = await findOutdated(scope, tx, NAMING_VERSION);
    if (outdated === null) return false;
    const begun: Place =
      place?.merchantId === outdated.id ? place : { merchantId: outdated.id, after: null, heirs: new Map() };
    const payments = await listPaymentsOf(scope, tx, outdated.id, { after: begun.after, limit: batch });
    const last = payments.at(-1);
    const { ids, created } = await name(scope, tx, payments);
    const heirs = countHeirs(begun, ids);
    await inheritDecisions(scope, tx, outdated.id, created);
    const heir = [...heirs].toSorted(([, left], [, right]) => right - left)[0]?.[0];
    const isReplaced = heir !== undefined && (await isWithoutPayments(scope, tx, outdated.id));
    if (isReplaced) await replaceMerchant(scope, tx, outdated.id, heir);
    await refreshSearch(scope, tx, [outdated.id, ...ids, ...(isReplaced ? [heir] : [])]);
    place = last === undefined ? null : { ...begun, after: { at: last.bankDate, id: last.id }, heirs };
    if (payments.length < batch) await endNaming(scope, tx, outdated.id, NAMING_VERSION);
    return true;
  };
  return {
    run: async () => {
      const end = performance.now() + budgetMs;
      while (await database.prisma.$transaction(step)) if (performance.now() > end) return true;
      return false;
    },
  };
}

function countHeirs({ merchantId, heirs }: Place, ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map(heirs);
  for (const id of ids) if (id !== merchantId) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

async function name(scope: SystemScope, tx: Db, payments: readonly NamedPayment[]) {
  const { ids, created } = await identifyMerchants(scope, tx, payments);
  await setMerchants(
    scope,
    tx,
    payments.flatMap(({ id }, at) => {
      const merchantId = ids[at];
      return merchantId === undefined ? [] : { id, merchantId };
    }),
  );
  return { ids, created };
}
