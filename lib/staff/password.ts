import { hash, verify } from "@node-rs/argon2";

// OWASP's second recommendation: 19 MiB, two passes, one lane. Argon2id is this library's default algorithm.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of random bytes that nobody kept, made at the same cost. */
const DECOY =
  "$argon2id$v=19$m=19456,t=2,p=1$filppICirh+5MhhTmX/FFg$6/CAFA1j0UG/ZOY1BbPeHsMuTSsjm9W86HABzSazQj4";

/** Hashes a password with Argon2id. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Compares a password with a stored hash. Without a hash it spends the same time, so that the answer does
 * not tell whether somebody exists.
 */
export async function checkPassword(password: string, storedHash: string | null): Promise<boolean> {
  const matches = await verify(storedHash ?? DECOY, password);
  return storedHash !== null && matches;
}
