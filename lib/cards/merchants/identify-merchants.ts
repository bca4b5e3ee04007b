import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { findMerchants, insertMerchants, merchantKey, type NewMerchant } from "./merchants-store";
import { type MerchantText, NAMING_VERSION, nameMerchant } from "./name-merchant";
import { searchWords } from "./search-words";

/** What a payment of a site says about its merchant. */
export interface SiteMerchantText extends MerchantText {
  readonly siteId: string;
}

/** The merchants of payments. */
interface Identified {
  /** In the order of the payments. */
  readonly ids: readonly string[];
  /** Those seen for the first time. */
  readonly created: readonly string[];
}

/**
 * Finds the merchant of each payment. Those never seen before are created; nearly always all exist, and none
 * is changed.
 */
export async function identifyMerchants(
  scope: SystemScope,
  tx: Db,
  texts: readonly SiteMerchantText[],
): Promise<Identified> {
  const merchants = nameAll(texts);
  const distinct = new Map(merchants.map((merchant) => [merchantKey(merchant), merchant]));
  const found = await findMerchants(
    scope,
    tx,
    [...distinct.values()].map(({ siteId, normalised }) => ({ siteId, normalised })),
  );
  const ids = new Map(found.map((merchant) => [merchantKey(merchant), merchant.id]));
  const missing = [...distinct].flatMap(([key, merchant]) => (ids.has(key) ? [] : merchant));
  const made = missing.length === 0 ? [] : await insertMerchants(scope, tx, missing.map(toNew));
  if (missing.length > 0) {
    // Merchants that another process created in the meantime are found now.
    const late = made.length < missing.length ? await findMerchants(scope, tx, missing) : made;
    for (const merchant of late) ids.set(merchantKey(merchant), merchant.id);
  }
  const identified = merchants.map((merchant) => {
    const id = ids.get(merchantKey(merchant));
    // A payment without its merchant must fail its batch: nothing would find it again.
    if (id === undefined) throw new Error("a payment found no merchant");
    return id;
  });
  return { ids: identified, created: made.map(({ id }) => id) };
}

/** The same few texts come again and again: each is named once. */
function nameAll(texts: readonly SiteMerchantText[]) {
  const known = new Map<string, ReturnType<typeof nameMerchant>>();
  return texts.map(({ siteId, merchant, city, country }) => {
    const text = JSON.stringify([merchant, city, country]);
    const named = known.get(text) ?? nameMerchant({ merchant, city, country });
    known.set(text, named);
    return { siteId, ...named };
  });
}

function toNew({
  siteId,
  normalised,
  name,
}: {
  siteId: string;
  normalised: string;
  name: string;
}): NewMerchant {
  const search = searchWords([{ normalised, name, alias: null }]);
  return { siteId, normalised, name, search, namingVersion: NAMING_VERSION };
}
