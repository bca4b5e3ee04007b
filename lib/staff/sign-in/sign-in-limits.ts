import { keyedDigest } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/connect/client";
import { countTry, forgetTries, networkOf } from "@/lib/db/rate-limit";
import type { Device } from "./device";
import type { Lane } from "./password-gate";

/**
 * Failures allowed in 15 minutes. A known device has its own limit and does not count in the others. For unknown
 * browsers, the narrow limit is per e-mail and network; the wide one per e-mail slows somebody who guesses from many
 * networks.
 */
const TRIES = { device: 10, pair: 10, address: 50, email: 200 } as const;

/** What an attempt was counted under: given back if it was not a failure. */
export interface CountedTry {
  readonly within: boolean;
  readonly lane: Lane;
  readonly keys: readonly string[];
}

/**
 * Counts a sign-in attempt at an account.
 *
 * @param device the known device that it comes from; once that has used up its own failures, its attempts count as
 *   those of an unknown browser
 */
export async function countSignIn(
  db: Db,
  auditKey: string,
  from: { email: string; address: string | null; device: Device | null },
): Promise<CountedTry> {
  const digest = (part: string) => digestOf(auditKey, part);
  if (from.device !== null) {
    const key = digest(`device ${from.device.id}`);
    if (await countTry(db, key, TRIES.device)) return { within: true, lane: "known", keys: [key] };
  }
  const network = networkOf(from.address);
  const ofEmail = digest(`email ${from.email}`);
  const limits: [string, number][] = [
    [`${ofEmail} ${digest(`address ${network}`)}`, TRIES.pair],
    [digest(`address ${network}`), TRIES.address],
    [ofEmail, TRIES.email],
  ];
  const within = await Promise.all(limits.map(([key, most]) => countTry(db, key, most)));
  return { within: !within.includes(false), lane: "unknown", keys: limits.map(([key]) => key) };
}

/** Forgets the failures at an account, from anywhere. */
export async function forgetFailures(db: Db, auditKey: string, email: string): Promise<void> {
  await forgetTries(db, digestOf(auditKey, `email ${email.toLowerCase()}`));
}

function digestOf(auditKey: string, part: string): string {
  return keyedDigest(Buffer.from(auditKey), "sign-in", part).toString("hex");
}
