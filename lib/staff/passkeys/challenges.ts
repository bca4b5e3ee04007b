import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import { fingerprint } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/connect/client";
import { type ChallengePurpose, insertChallenge, spendChallenge } from "./challenges-store";

/** How long a challenge may be answered: longer than anybody looks for their phone. */
export const CHALLENGE_MS = 5 * 60_000;

/** Whom a challenge was put to: a session, or a browser by a cookie that nothing else is known of. */
export type Holder = { readonly session: string } | { readonly browser: string };

/** Keeps a challenge until it is answered by the same holder, for the same purpose. */
export async function keepChallenge(
  db: Db,
  challenge: string,
  holder: Holder,
  purpose: ChallengePurpose,
): Promise<void> {
  const expiresAt = new Date(Date.now() + CHALLENGE_MS);
  await insertChallenge(db, storedAs(challenge, holder, purpose), expiresAt);
}

/**
 * Spends the challenge that an answer names.
 *
 * @param clientData what the browser signed, in base64url
 * @returns the challenge; null if it was not put to this holder for this purpose, was answered before, or has expired
 */
export async function takeChallenge(
  db: Db,
  clientData: string,
  holder: Holder,
  purpose: ChallengePurpose,
): Promise<string | null> {
  const challenge = readChallenge(clientData);
  if (challenge === null) return null;
  return (await spendChallenge(db, storedAs(challenge, holder, purpose))) ? challenge : null;
}

function readChallenge(clientData: string): string | null {
  try {
    const { challenge }: { challenge: unknown } = decodeClientDataJSON(clientData);
    return typeof challenge === "string" ? challenge : null;
  } catch {
    return null; // it is no JSON of an object: no browser wrote it
  }
}

function storedAs(challenge: string, holder: Holder, purpose: ChallengePurpose) {
  const named = "session" in holder ? `session ${holder.session}` : `browser ${holder.browser}`;
  return { digest: fingerprint(challenge), holder: fingerprint(named), purpose };
}
