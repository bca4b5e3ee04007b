import { randomBytes } from "node:crypto";
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { newSecret } from "@/lib/crypto/secrets";
import type { Database } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { createSite } from "@/lib/sites/life/create-site";

/** The reference that the vectors' hashes were computed with. */
export const VECTOR_PARTNER_REF = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/** A new key ring. */
function makeKeyRing(kid = "t1"): KeyRing {
  const parsed = parseKeyRing(`${kid}:${randomBytes(32).toString("base64")}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.ring;
}

/** A site as created from the environment. */
export async function makeSite(
  database: Database,
  options: { ring?: KeyRing; allowedIps?: string[]; partnerRef?: string } = {},
) {
  const ring = options.ring ?? makeKeyRing();
  const partnerRef = options.partnerRef ?? VECTOR_PARTNER_REF;
  const webhookKey = newSecret();
  const siteId = await createSite(database.prisma, ring, {
    name: "Kiosque",
    domain: "localhost",
    partnerId: randomBytes(32).toString("hex"),
    partnerRef,
    webhookKey,
    allowedIps: options.allowedIps ?? ["127.0.0.1", "::1"],
    language: "en",
  });
  return {
    siteId,
    ring,
    webhookKey,
    partnerRef,
    makeDelivery: () => makeDelivery(database, siteId),
  };
}

/** A processed delivery to attach history to. */
async function makeDelivery(database: Database, siteId: string): Promise<string> {
  const id = newId();
  await database.prisma.delivery.create({
    data: {
      id,
      siteId,
      receivedAt: new Date(),
      digest: randomBytes(32),
      verdict: "accepted",
      answerStatus: 200,
      bodySize: 8,
      addressLeg: "match",
      hashLeg: "match",
      pairLeg: "fresh",
      processing: "done",
    },
  });
  return id;
}
