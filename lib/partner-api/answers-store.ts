import { insistOnSite, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** A request that names itself. */
export interface NamedRequest {
  readonly id: string;
  readonly siteId: string;
  readonly apiKeyId: string;
  readonly keyDigest: Uint8Array<ArrayBuffer>;
  readonly askedDigest: Uint8Array<ArrayBuffer>;
}

/** What a request was answered before. */
export interface KeptAnswer {
  readonly id: string;
  readonly askedDigest: Uint8Array;
  readonly status: number | null;
  readonly bodySealed: Uint8Array | null;
}

/**
 * Claims the name of a request. Whoever claims the same meanwhile waits until this transaction ends.
 *
 * @returns null if it is new, or what it was answered before
 */
export async function claimAnswer(scope: Scope, tx: Db, request: NamedRequest): Promise<KeptAnswer | null> {
  insistOnSite(scope, request.siteId);
  const claimed = await tx.apiAnswer.createMany({
    data: [{ ...request, createdAt: new Date() }],
    skipDuplicates: true,
  });
  if (claimed.count > 0) return null;
  const { apiKeyId, keyDigest } = request;
  return tx.apiAnswer.findUniqueOrThrow({
    where: { apiKeyId_keyDigest: { apiKeyId, keyDigest } },
    select: { id: true, askedDigest: true, status: true, bodySealed: true },
  });
}

/** Keeps the answer of a claimed request. */
export async function keepAnswer(
  scope: Scope,
  tx: Db,
  { id, siteId }: NamedRequest,
  answer: { readonly status: number; readonly bodySealed: Uint8Array<ArrayBuffer> },
): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.apiAnswer.update({ where: { id }, data: answer });
}

/** Gives the name of a request back: it came to nothing, and may be tried again. */
export async function dropClaim(scope: Scope, tx: Db, { id, siteId }: NamedRequest): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.apiAnswer.delete({ where: { id } });
}

/** Answers are kept for a day. */
export async function purgeAnswers(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM api_answers WHERE created_at < now() - interval '24 hours'`;
}
