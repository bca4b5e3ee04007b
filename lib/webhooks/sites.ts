import type { KeyRing } from "@/lib/crypto/key-ring";
import { open, seal } from "@/lib/crypto/seal";
import { fingerprint } from "@/lib/crypto/secrets";
import type { Database, Db } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import { findSiteById, findSiteByKeyHash, insertSite } from "./site-store";

/** What judging a delivery needs to know of its site. */
export interface ReceivingSite {
  readonly id: string;
  readonly partnerRef: string;
  /** The hash is made with the public partner ID: a match proves nothing. */
  readonly partnerRefPublic: boolean;
  readonly allowedIps: readonly string[];
}

/** Finds sites by the secret segment of the callback URL, without asking the database each time. */
export interface SiteCache {
  find(webhookKey: string): Promise<ReceivingSite | null>;
  /** A site as it is now, by id. */
  read(siteId: string): Promise<ReceivingSite | null>;
}

/** What a site is made of. The webhook key is kept as a hash only: it cannot be shown again. */
export interface NewSite {
  readonly name: string;
  readonly domain: string;
  readonly partnerId: string;
  readonly partnerRef: string;
  readonly webhookKey: string;
  readonly allowedIps: readonly string[];
  readonly language: string;
}

const CACHE_MS = 10_000;
const CACHE_SIZE = 1_000;
const LONGEST_KEY = 128;
const refPlace = (siteId: string) => ({ table: "sites", row: siteId, site: siteId });

/** Makes a site. @returns its id */
export async function createSite(db: Db, ring: KeyRing, site: NewSite): Promise<string> {
  const id = newId();
  await insertSite(db, {
    id,
    name: site.name,
    domain: site.domain,
    partnerId: site.partnerId,
    partnerRefSealed: seal(ring, refPlace(id), Buffer.from(site.partnerRef, "utf8")),
    partnerRefPublic: site.partnerRef === site.partnerId,
    webhookKeyHash: fingerprint(site.webhookKey),
    allowedIps: [...site.allowedIps],
    language: site.language,
    createdAt: new Date(),
  });
  return id;
}

/**
 * A cache of sites by webhook key. An entry lives ten seconds, so a changed setting soon holds everywhere;
 * unknown keys are remembered as briefly, so that strangers cost little.
 */
export function createSiteCache(database: Database, ring: KeyRing): SiteCache {
  const entries = new Map<string, { site: ReceivingSite | null; until: number }>();
  return {
    async find(webhookKey) {
      if (webhookKey === "" || webhookKey.length > LONGEST_KEY) return null;
      const now = Date.now();
      const cached = entries.get(webhookKey);
      if (cached !== undefined && cached.until > now) return cached.site;
      const site = toReceivingSite(ring, await findSiteByKeyHash(database.prisma, fingerprint(webhookKey)));
      if (entries.size >= CACHE_SIZE) entries.clear();
      entries.set(webhookKey, { site, until: now + CACHE_MS });
      return site;
    },
    read: async (siteId) => toReceivingSite(ring, await findSiteById(database.prisma, siteId)),
  };
}

/** The partner reference of a site. @throws UnknownKeyError where the ring lacks the key that sealed it */
export function openPartnerRef(ring: KeyRing, site: { id: string; partnerRefSealed: Uint8Array }): string {
  return open(ring, refPlace(site.id), site.partnerRefSealed).toString("utf8");
}

function toReceivingSite(
  ring: KeyRing,
  row: Awaited<ReturnType<typeof findSiteByKeyHash>>,
): ReceivingSite | null {
  if (row === null) return null;
  return {
    id: row.id,
    partnerRef: openPartnerRef(ring, row),
    partnerRefPublic: row.partnerRefPublic,
    allowedIps: row.allowedIps,
  };
}
