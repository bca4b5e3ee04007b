import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { Database, Db } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import type { Scope } from "@/lib/db/scope";
import {
  type Credential,
  type CredentialKind,
  deletePrevious,
  insertCurrent,
  type LockedSite,
  lockSite,
  type NewCredential,
} from "./credentials-store";
import { openPartnerRef, type SiteCache, sealPartnerRef } from "./sites";
import type { Tally } from "./tally";
import { type EvidencePolicy, isTooWeak } from "./weakness";

/** What changing a site's credentials needs. */
export interface RotateDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly sites: SiteCache;
  readonly tally: Tally;
  readonly policy: EvidencePolicy;
}

/** Which credential is to be followed by a new one. */
export interface RotationOrder {
  readonly siteId: string;
  /** The one that the person saw as current: of two who rotate at once, the second is told. */
  readonly currentId: string;
  /** Two are accepted at most: whether an older one, which is still there, may go. */
  readonly endPrevious: boolean;
  /** Its recent use was seen, and it may go all the same. */
  readonly confirmed: boolean;
}

/** Why an older credential was not ended. */
type Standing = { ok: false; problem: "used_recently"; lastUsedAt: Date };

/** Why nothing was rotated. */
type RotationProblem =
  | { ok: false; problem: "not_found" | "changed_meanwhile" | "previous_stands" | "too_weak" }
  | { ok: false; problem: "malformed" | "same_reference" }
  | Standing;

/** What came of rotating a webhook key. The key is in no other place: it is to be shown now, or never. */
export type KeyRotation = { ok: true; webhookKey: string } | RotationProblem;

/** What came of rotating a partner reference; `isPublic` where it is the partner ID, whose hash proves nothing. */
export type RefRotation = { ok: true; isPublic: boolean } | RotationProblem;

/** What came of ending a previous credential. */
export type EndResult = { ok: true } | { ok: false; problem: "not_found" } | Standing;

const RECENT_MS = 24 * 3_600_000;
const PARTNER_REF = /^[\w-]{64}$/;

/** Makes a new webhook key for a site. The current one is accepted beside it until it is ended. */
export async function rotateWebhookKey(
  scope: Scope,
  deps: RotateDependencies,
  order: RotationOrder,
): Promise<KeyRotation> {
  const webhookKey = newSecret();
  const made = { keyHash: fingerprint(webhookKey), refSealed: null, refPublic: false };
  const problem = await rotate(scope, deps, order, "webhook_key", () => ({ ok: true, made }));
  return problem ?? { ok: true, webhookKey };
}

/**
 * Gives a site another partner reference, as the bank's BankStore shows it (64 characters). Hashes made with
 * the current one are accepted until that is ended.
 */
export async function rotatePartnerRef(
  scope: Scope,
  deps: RotateDependencies,
  order: RotationOrder & { readonly partnerRef: string },
): Promise<RefRotation> {
  const { partnerRef } = order;
  if (!PARTNER_REF.test(partnerRef)) return { ok: false, problem: "malformed" };
  const { ring } = deps.keys;
  let isPublic = false;
  const problem = await rotate(scope, deps, order, "partner_ref", (site, current) => {
    if (current.refSealed !== null && openPartnerRef(ring, site.id, current.refSealed) === partnerRef)
      return { ok: false, problem: "same_reference" };
    isPublic = partnerRef === site.partnerId;
    if (isTooWeak({ publicRef: isPublic, allowedIps: site.allowedIps }, deps.policy))
      return { ok: false, problem: "too_weak" };
    const refSealed = sealPartnerRef(ring, site.id, partnerRef);
    return { ok: true, made: { keyHash: null, refSealed, refPublic: isPublic } };
  });
  return problem ?? { ok: true, isPublic };
}

/**
 * Ends a previous credential: notifications that come by it are refused from now on, in other processes
 * within the ten seconds that they remember a site for.
 *
 * @param order `confirmed` where it may be ended although it was used in the last 24 hours
 */
export async function endPrevious(
  scope: Scope,
  deps: RotateDependencies,
  order: { readonly siteId: string; readonly credentialId: string; readonly confirmed: boolean },
): Promise<EndResult> {
  await deps.tally.flush();
  const result = await deps.database.prisma.$transaction(async (tx): Promise<EndResult> => {
    const site = await lockSite(scope, tx, order.siteId);
    const found = site?.credentials.find(({ id, slot }) => id === order.credentialId && slot === "previous");
    if (found === undefined) return { ok: false, problem: "not_found" };
    const standing = order.confirmed ? null : usedRecently(found);
    if (standing === null) await end(scope, tx, deps.keys, order.siteId, found);
    return standing ?? { ok: true };
  });
  if (result.ok) deps.sites.clear();
  return result;
}

type Secret = Pick<NewCredential, "keyHash" | "refSealed" | "refPublic">;
type Making = { ok: true; made: Secret } | RotationProblem;

/** What both kinds have in common. @returns why nothing was done, or null where all of it was */
async function rotate(
  scope: Scope,
  deps: RotateDependencies,
  order: RotationOrder,
  kind: CredentialKind,
  make: (site: LockedSite, current: LockedSite["credentials"][number]) => Making,
): Promise<RotationProblem | null> {
  // What was used a moment ago is written down first: the last 24 hours are read below.
  await deps.tally.flush();
  const problem = await deps.database.prisma.$transaction(async (tx): Promise<RotationProblem | null> => {
    const site = await lockSite(scope, tx, order.siteId);
    const ours = site?.credentials.filter((credential) => credential.kind === kind) ?? [];
    const current = ours.find(({ slot }) => slot === "current");
    const previous = ours.find(({ slot }) => slot === "previous");
    if (site === null || current === undefined) return { ok: false, problem: "not_found" };
    if (current.id !== order.currentId) return { ok: false, problem: "changed_meanwhile" };
    const making = make(site, current);
    if (!making.ok) return making;
    if (previous !== undefined) {
      if (!order.endPrevious) return { ok: false, problem: "previous_stands" };
      const standing = order.confirmed ? null : usedRecently(previous);
      if (standing !== null) return standing;
      await end(scope, tx, deps.keys, site.id, previous);
    }
    const id = newId();
    await insertCurrent(scope, tx, site.id, { ...making.made, id, kind, createdAt: new Date() });
    await audit(scope, tx, deps.keys, site.id, `${kind}.rotated`, id, {
      previousId: current.id,
      public: making.made.refPublic,
    });
    return null;
  });
  if (problem === null) deps.sites.clear();
  return problem;
}

function usedRecently({ lastUsedAt }: Credential): Standing | null {
  if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > RECENT_MS) return null;
  return { ok: false, problem: "used_recently", lastUsedAt };
}

async function end(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  siteId: string,
  { id, kind, lastUsedAt }: Credential,
): Promise<void> {
  await deletePrevious(scope, tx, siteId, id);
  const details = { lastUsedAt: lastUsedAt?.toISOString() ?? null };
  await audit(scope, tx, keys, siteId, `${kind}.ended`, id, details);
}

/** The secret itself is in no detail: the id says which one it was. */
async function audit(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  siteId: string,
  action: string,
  targetId: string,
  details: Readonly<Record<string, string | boolean | null>>,
): Promise<void> {
  await recordAudit(scope, tx, keys, {
    action,
    outcome: "done",
    siteId,
    targetType: "site_credential",
    targetId,
    details,
  });
}
