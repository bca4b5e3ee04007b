import type { AuditKeys } from "@/lib/audit/record";
import type { Database, Db } from "@/lib/db/connect/client";
import { countTry, returnTries } from "@/lib/db/rate-limit";
import type { Assertion } from "../passkeys/answers";
import type { RelyingEnv } from "../passkeys/relying-party";
import { takePasskey } from "../passkeys/take-passkey";
import { keyOfTries, MOST_TRIES, takeCode } from "./take-code";

/** What taking a second factor needs. */
export interface FactorDependencies {
  readonly env: RelyingEnv;
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
}

/** A second factor as it is given: a code of the app or a recovery code as typed, or the use of a passkey. */
export type GivenFactor = { readonly code: string } | { readonly passkey: Assertion };

/** The kind of a factor that counted. */
type FactorKind = "totp" | "recovery_code" | "passkey";

/** Why a second factor does not count. `passkey_over`: the question to the passkey was answered before, or too long ago. */
export type FactorProblem = "wrong_code" | "wrong_passkey" | "too_many" | "passkey_over";

/** Takes a second factor of either kind, and goes on in the same transaction. */
export async function takeFactor<Result>(
  deps: FactorDependencies,
  { staffId, sessionId }: { staffId: string; sessionId: string },
  given: GivenFactor,
  goOn: (tx: Db, factor: FactorKind) => Promise<Result>,
): Promise<Result | { readonly ok: false; readonly problem: FactorProblem }> {
  if ("code" in given)
    return takeCode<Result>(deps, staffId, given.code, "signing_in", (tx, { factor }) => goOn(tx, factor));
  const db = deps.database.prisma;
  const key = keyOfTries(staffId, "passkey");
  if (!(await countTry(db, key, MOST_TRIES))) return { ok: false, problem: "too_many" };
  const holder = { session: sessionId };
  const answer = { assertion: given.passkey, holder, purpose: "second_factor", staffId } as const;
  const result = await takePasskey(deps, answer, async (tx) => ({ value: await goOn(tx, "passkey") }));
  if (!("value" in result)) return { ok: false, problem: result.problem };
  await returnTries(db, [key]);
  return result.value;
}
