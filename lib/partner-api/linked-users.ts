import { recordAudit } from "@/lib/audit/record";
import { open } from "@/lib/crypto/seal";
import { countTokenRead } from "@/lib/links/tokens/token-reads-store";
import { findActiveToken, type UserFacts } from "./api-store";
import type { LinkedUser } from "./document/schemas";
import type { ApiCaller, ApiDependencies } from "./handle";

/** A linked user in the API's words. */
export function describeUser(facts: UserFacts): LinkedUser {
  return {
    id: facts.id,
    external_reference: facts.externalReference,
    name: facts.name,
    email: facts.email,
    state: facts.state,
    created_at: facts.createdAt.toISOString(),
    linked_at: facts.linkedAt?.toISOString() ?? null,
    last_transaction_at: facts.lastTransactionAt?.toISOString() ?? null,
    cards: [...facts.cards],
  };
}

export type HandedToken =
  | { ok: true; token: { token: string; granted_at: string | null; fingerprint: string } }
  | { ok: false; problem: "not_found" | "no_active_token" };

/**
 * Returns a linked user's newest active token to the partner's backend, and audits that in the same transaction:
 * nobody gets a token without a trace in the audit trail.
 *
 * @throws UnknownKeyError if the ring lacks the key that sealed it
 */
export async function handToken(
  { scope, keyId }: ApiCaller,
  { database, keys }: ApiDependencies,
  userId: string,
): Promise<HandedToken> {
  return database.prisma.$transaction(async (tx): Promise<HandedToken> => {
    const found = await findActiveToken(scope, tx, userId);
    if (found === null) return { ok: false, problem: "not_found" };
    if (found === "none") return { ok: false, problem: "no_active_token" };
    const { id, siteId, sealed, fingerprint, grantedAt } = found;
    await recordAudit(scope, tx, keys, {
      action: "token.handed_out",
      outcome: "done",
      siteId,
      targetType: "linked_user",
      targetId: userId,
      details: { keyId, tokenId: id },
    });
    await countTokenRead(scope, tx, siteId);
    const token = open(keys.ring, { table: "api_tokens", row: id, site: siteId }, sealed).toString("utf8");
    return { ok: true, token: { token, granted_at: grantedAt?.toISOString() ?? null, fingerprint } };
  });
}
