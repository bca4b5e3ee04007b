import type pg from "pg";
import { NAMING_VERSION } from "@/lib/cards/merchants/name-merchant";
import { searchWords } from "@/lib/cards/merchants/search-words";
import { line } from "./copy";
import { makeDraw } from "./draw";
import type { SeedOptions } from "./options";
import { shopsOf } from "./payments";
import type { Shop } from "./shops";

export const MERCHANT_COLUMNS = [
  "id",
  "site_id",
  "normalised",
  "name",
  "search",
  "naming_version",
  "created_at",
];

/** The merchants of each site. */
export interface Merchants {
  /** Those that are new. */
  readonly lines: readonly string[];
  idOf(siteId: string, shop: Shop): string;
}

/** Finds or invents the merchants of all shops, as processing would have. */
export async function drawMerchants(
  client: pg.ClientBase,
  { seed, until }: SeedOptions,
  siteIds: readonly string[],
): Promise<Merchants> {
  const { rows } = await client.query<{ id: string; key: string }>(
    "SELECT id, site_id || normalised AS key FROM merchants WHERE site_id = ANY($1)",
    [siteIds],
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  const draw = makeDraw(seed, 8);
  const shops = shopsOf(seed);
  const lines: string[] = [];
  for (const siteId of siteIds)
    for (const { named } of shops) {
      const key = siteId + named.normalised;
      if (ids.has(key)) continue;
      const id = draw.id(until.getTime());
      ids.set(key, id);
      const search = searchWords([{ ...named, alias: null }]);
      lines.push(line([id, siteId, named.normalised, named.name, search, NAMING_VERSION, until]));
    }
  return {
    lines,
    idOf: (siteId, shop) => {
      const id = ids.get(siteId + shop.named.normalised);
      if (id === undefined) throw new Error("a shop without merchant");
      return id;
    },
  };
}
