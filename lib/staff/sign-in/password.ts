import { hash, verify } from "@node-rs/argon2";
import { faultOfPassword, PASSWORD_FAULTS, type PasswordFault } from "@/lib/crypto/weak-secret";
import { isCommonPassword } from "./common-passwords";

// OWASP's second recommendation: 19 MiB, two passes, one lane. Argon2id is this library's default algorithm.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash of random bytes that nobody kept, at the same cost. */
const DECOY =
  "$argon2id$v=19$m=19456,t=2,p=1$filppICirh+5MhhTmX/FFg$6/CAFA1j0UG/ZOY1BbPeHsMuTSsjm9W86HABzSazQj4";

/** A new password's hash, or why it is refused: by name, and as the end of a sentence. */
export type NewPassword =
  | { readonly ok: true; readonly hash: string }
  | { readonly ok: false; readonly fault: PasswordFault; readonly weakness: string };

/**
 * Hashes a new password with Argon2id, unless it is easy to guess. Every way of setting a password uses this, so that
 * none accepts what another refuses.
 *
 * @param email of its future owner
 */
export async function hashNewPassword(password: string, email: string): Promise<NewPassword> {
  const text = normalise(password);
  const fault = faultOfPassword(text, email) ?? ((await isCommonPassword(text)) ? "common" : null);
  return fault === null
    ? { ok: true, hash: await hash(text, COST) }
    : { ok: false, fault, weakness: PASSWORD_FAULTS[fault] };
}

/**
 * Compares a password with a stored hash. Without a hash it takes the same time, so that the answer does not reveal
 * whether an account exists.
 */
export async function checkPassword(password: string, storedHash: string | null): Promise<boolean> {
  const [stored, text] = [storedHash ?? DECOY, normalise(password)];
  // Hashes of before were made of what was typed.
  const matches = (await verify(stored, text)) || (text !== password && (await verify(stored, password)));
  return storedHash !== null && matches;
}

/** Keyboards and phones write the same letter in several ways: é as one character, or as e and an accent. */
function normalise(password: string): string {
  return password.normalize("NFKC");
}
