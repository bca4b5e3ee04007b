import { recordAudit } from "@/lib/audit/record";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { isTooWeak } from "@/lib/sites/addresses/weakness";
import { openPartnerRef, sealPartnerRef } from "@/lib/sites/finding/receiving-site";
import {
  type CredentialKind,
  insertCurrent,
  type LockedSite,
  lockSite,
  type NewCredential,
} from "./credentials-store";
import { endCredential, type RotateDependencies, type Standing, usedRecently } from "./end-credential";
import { PARTNER_CODE } from "./partner-code";

/** The credential to rotate. */
export interface RotationOrder {
  readonly siteId: string;
  /** The one that the person saw as current: if two rotate at once, the second is told. */
  readonly currentId: string;
  /**
   * At most two are accepted; if there are two already, which one is replaced. A current one that was never used can
   * be: its URL was lost, or it was mistyped, and the bank still uses the previous one.
   */
  readonly replace: "nothing" | "previous" | "unused_current";
  /** The person saw that the previous one was used recently, and ends it anyway. */
  readonly confirmed: boolean;
}

/** Why nothing was rotated. */
type RotationProblem =
  | { ok: false; problem: "not_found" | "changed_meanwhile" | "previous_stands" | "current_in_use" }
  | { ok: false; problem: "malformed" | "same_reference" | "too_weak" }
  | Standing;

/** The result of rotating a webhook key. The key is stored nowhere else: show it now or never. */
export type KeyRotation = { ok: true; webhookKey: string } | RotationProblem;

/** The result of rotating a partner reference; `isPublic` if it is the partner ID, whose hash proves nothing. */
export type RefRotation = { ok: true; isPublic: boolean } | RotationProblem;

/** Creates a new webhook key for a site. The current one is also accepted until it is ended. */
export async function rotateWebhookKey(
  scope: Scope,
  deps: RotateDependencies,
  order: RotationOrder,
): Promise<KeyRotation> {
  const webhookKey = newSecret();
  const secret = { keyHash: fingerprint(webhookKey), refSealed: null, refPublic: false };
  const problem = await rotate(scope, deps, order, "webhook_key", () => ({ ok: true, secret }));
  return problem ?? { ok: true, webhookKey };
}

/**
 * Gives a site another partner reference, as shown in the bank's BankStore (64 characters). Hashes computed with the
 * current one are accepted until that is ended.
 */
export async function rotatePartnerRef(
  scope: Scope,
  deps: RotateDependencies,
  order: RotationOrder & { readonly partnerRef: string },
): Promise<RefRotation> {
  const { partnerRef } = order;
  if (!PARTNER_CODE.test(partnerRef)) return { ok: false, problem: "malformed" };
  const { ring } = deps.keys;
  let isPublic = false;
  const problem = await rotate(scope, deps, order, "partner_ref", (site, current) => {
    if (current.refSealed !== null && openPartnerRef(ring, site.id, current.refSealed) === partnerRef)
      return { ok: false, problem: "same_reference" };
    isPublic = partnerRef === site.partnerId;
    if (isTooWeak({ publicRef: isPublic, allowedIps: site.allowedIps }, deps.policy))
      return { ok: false, problem: "too_weak" };
    const refSealed = sealPartnerRef(ring, site.id, partnerRef);
    return { ok: true, secret: { keyHash: null, refSealed, refPublic: isPublic } };
  });
  return problem ?? { ok: true, isPublic };
}

type Locked = LockedSite["credentials"][number];
type Made =
  | { ok: true; secret: Pick<NewCredential, "keyHash" | "refSealed" | "refPublic"> }
  | RotationProblem;

/** The part that both kinds share. @returns why nothing was done, or null if all of it was */
async function rotate(
  scope: Scope,
  deps: RotateDependencies,
  order: RotationOrder,
  kind: CredentialKind,
  make: (site: LockedSite, current: Locked) => Made,
): Promise<RotationProblem | null> {
  // Flush the latest uses first: last uses are read below.
  await deps.flushUses();
  const problem = await deps.database.prisma.$transaction(async (tx): Promise<RotationProblem | null> => {
    const site = await lockSite(scope, tx, order.siteId);
    const ours = site?.credentials.filter((credential) => credential.kind === kind) ?? [];
    const current = ours.find(({ slot }) => slot === "current");
    const previous = ours.find(({ slot }) => slot === "previous");
    if (site === null || current === undefined) return { ok: false, problem: "not_found" };
    if (current.id !== order.currentId) return { ok: false, problem: "changed_meanwhile" };
    const made = make(site, current);
    if (!made.ok) return made;
    const leaving = previous === undefined ? null : makeRoom(order, current, previous);
    if (leaving !== null && "problem" in leaving) return leaving;
    if (leaving !== null) await endCredential(scope, tx, deps.keys, site.id, leaving);
    await insert(scope, tx, deps, site.id, { ...made.secret, id: newId(), kind, createdAt: new Date() });
    return null;
  });
  if (problem === null) deps.sites.clear();
  return problem;
}

/** Which of two is replaced by a third, or why none is. */
function makeRoom(order: RotationOrder, current: Locked, previous: Locked): Locked | RotationProblem {
  switch (order.replace) {
    case "nothing":
      return { ok: false, problem: "previous_stands" };
    case "unused_current":
      return current.lastUsedAt === null ? current : { ok: false, problem: "current_in_use" };
    case "previous":
      return (order.confirmed ? null : usedRecently(previous)) ?? previous;
  }
}

/** The audit trail never contains the secret: the id says which one it was. */
async function insert(
  scope: Scope,
  tx: Db,
  { keys }: RotateDependencies,
  siteId: string,
  made: NewCredential,
): Promise<void> {
  await insertCurrent(scope, tx, siteId, made);
  await recordAudit(scope, tx, keys, {
    action: `${made.kind}.rotated`,
    outcome: "done",
    siteId,
    targetType: "site_credential",
    targetId: made.id,
    details: { public: made.refPublic },
  });
}
