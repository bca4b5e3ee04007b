import type { KeyRing } from "@/lib/crypto/key-ring";
import { fingerprint } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { sealPartnerRef } from "@/lib/sites/finding/receiving-site";
import { insertSite } from "./sites-store";

/** The values of a new site. The webhook key is stored only as a hash: it cannot be shown again. */
export interface NewSite {
  readonly name: string;
  readonly domain: string;
  readonly partnerId: string;
  readonly partnerRef: string;
  readonly webhookKey: string;
  readonly allowedIps: readonly string[];
  readonly language: string;
  readonly supportContact?: string | null;
}

/** Creates a site. @returns its id */
export async function createSite(db: Db, ring: KeyRing, site: NewSite): Promise<string> {
  const id = newId();
  const createdAt = new Date();
  const current = { slot: "current", createdAt } as const;
  await insertSite(SYSTEM_SCOPE, db, {
    id,
    name: site.name,
    domain: site.domain,
    partnerId: site.partnerId,
    allowedIps: [...site.allowedIps],
    language: site.language,
    supportContact: site.supportContact ?? null,
    createdAt,
    credentials: {
      create: [
        { ...current, id: newId(), kind: "webhook_key", keyHash: fingerprint(site.webhookKey) },
        {
          ...current,
          id: newId(),
          kind: "partner_ref",
          refSealed: sealPartnerRef(ring, id, site.partnerRef),
          refPublic: site.partnerRef === site.partnerId,
        },
      ],
    },
  });
  return id;
}
