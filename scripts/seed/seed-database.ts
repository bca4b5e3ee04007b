import { randomBytes } from "node:crypto";
import { recomputeRollups } from "@/lib/cards/rollups/rollups";
import { countMissingOwners } from "@/lib/cards/versions/count-owners";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { newSecret } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { createClient } from "@/lib/db/connect/connection";
import { readSite } from "@/lib/sites/finding/receiving-site";
import { listSiteIds } from "@/lib/sites/finding/site-store";
import { createSite } from "@/lib/sites/life/create-site";
import { makeComingMonths } from "@/lib/webhooks/receive/bodies-store";
import { fill } from "./fill";
import type { SeedOptions } from "./options";

/** Fills a migrated database, brings its sums up to date, and tells Postgres about the new rows. */
export async function seedDatabase(
  database: Database,
  url: string,
  ring: KeyRing,
  options: SeedOptions,
  tell: (said: string) => void,
): Promise<void> {
  const siteIds = await makeSites(database, ring, options.sites);
  const sites = await Promise.all(siteIds.map((id) => readSite(database.prisma, ring, id)));
  await makeComingMonths(SYSTEM_SCOPE, database.prisma);
  const client = createClient(url, { name: "anytime-dashboard seed" });
  await client.connect();
  try {
    await fill({ client, ring, options, tell, sites: sites.filter((site) => site !== null) });
    tell("VACUUM ANALYZE");
    await client.query("VACUUM ANALYZE");
    tell("sums of days");
    await countMissingOwners(SYSTEM_SCOPE, database);
    while ((await recomputeRollups(SYSTEM_SCOPE, database)) === "more");
    tell("done");
  } finally {
    await client.end();
  }
}

/** The oldest sites, and new ones until there are enough. */
async function makeSites({ prisma }: Database, ring: KeyRing, wanted: number): Promise<string[]> {
  const ids = await listSiteIds(SYSTEM_SCOPE, prisma);
  while (ids.length < wanted) ids.push(await createSite(prisma, ring, newSite(ids.length)));
  return ids.slice(0, wanted);
}

/** The first is the one that the server would make at its first start. */
function newSite(number: number) {
  const { env } = process;
  const first = number === 0;
  const fresh = () => randomBytes(32).toString("hex");
  const partnerId = (first && env.ANYTIME_PARTNER_ID) || fresh();
  return {
    name: (first && env.ANYTIME_PARTNER_NAME) || `Kiosque ${number + 1}`,
    domain: first ? new URL(env.APP_URL ?? "http://localhost").hostname : `kiosque-${number + 1}.example`,
    partnerId,
    partnerRef: (first && env.ANYTIME_PARTNER_REF) || fresh(),
    webhookKey: (first && env.ANYTIME_WEBHOOK_KEY) || newSecret(),
    allowedIps: ["127.0.0.1", "::1"],
    language: "en",
  };
}
