import type { Db } from "@/lib/db/connect/client";

/** What a challenge is answered for. */
export type ChallengePurpose = "register" | "sign_in" | "second_factor";

/** A challenge, as it is stored and looked for. */
export interface StoredChallenge {
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly holder: Uint8Array<ArrayBuffer>;
  readonly purpose: ChallengePurpose;
}

/** Stores a challenge. */
export async function insertChallenge(db: Db, challenge: StoredChallenge, expiresAt: Date): Promise<void> {
  await db.passkeyChallenge.create({ data: { ...challenge, expiresAt } });
}

/** Spends a challenge. @returns whether there was one that had neither been answered nor expired */
export async function spendChallenge(db: Db, challenge: StoredChallenge): Promise<boolean> {
  const { count } = await db.passkeyChallenge.deleteMany({
    where: { ...challenge, expiresAt: { gt: new Date() } },
  });
  return count === 1;
}

/** Removes challenges that nobody answered. */
export async function purgeChallenges(db: Db): Promise<number> {
  return (await db.passkeyChallenge.deleteMany({ where: { expiresAt: { lte: new Date() } } })).count;
}
