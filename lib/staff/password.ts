import { hash, verify } from "@node-rs/argon2";

// OWASP's second recommendation: 19 MiB, two passes, one lane. Argon2id is this library's default algorithm.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
let decoy: Promise<string> | undefined;

/** Hashes a password with Argon2id. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Compares a password with a stored hash. Without a hash it spends the same time, so that the answer does
 * not tell whether somebody exists.
 */
export async function checkPassword(password: string, storedHash: string | null): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const matches = await verify(storedHash ?? (await decoy), password);
  return storedHash !== null && matches;
}
