import { hash, verify } from "@node-rs/argon2";
import { weaknessOfPassword } from "@/lib/crypto/weak-secret";

// OWASP's second recommendation: 19 MiB, two passes, one lane. Argon2id is this library's default algorithm.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash of random bytes that nobody kept, at the same cost. */
const DECOY =
  "$argon2id$v=19$m=19456,t=2,p=1$filppICirh+5MhhTmX/FFg$6/CAFA1j0UG/ZOY1BbPeHsMuTSsjm9W86HABzSazQj4";

/** A new password's hash, or the end of a sentence that says why it is refused. */
export type NewPassword =
  | { readonly ok: true; readonly hash: string }
  | { readonly ok: false; readonly weakness: string };

/**
 * Hashes a new password with Argon2id, unless it is easy to guess. Every way of setting a password uses this, so that
 * none accepts what another refuses.
 *
 * @param email of its future owner
 */
export async function hashNewPassword(password: string, email: string): Promise<NewPassword> {
  const weakness = weaknessOfPassword(password, email);
  return weakness === null ? { ok: true, hash: await hash(password, COST) } : { ok: false, weakness };
}

/**
 * Compares a password with a stored hash. Without a hash it takes the same time, so that the answer does not reveal
 * whether an account exists.
 */
export async function checkPassword(password: string, storedHash: string | null): Promise<boolean> {
  const matches = await verify(storedHash ?? DECOY, password);
  return storedHash !== null && matches;
}
