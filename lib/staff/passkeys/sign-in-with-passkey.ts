import { returnTries } from "@/lib/db/rate-limit";
import { beginSession } from "../sign-in/begin-session";
import { newDevice, readDevice, writeDevice } from "../sign-in/device";
import type { Refusals } from "../sign-in/refusals";
import { countSignIn } from "../sign-in/sign-in-limits";
import type { SessionOrigin } from "../store";
import type { Assertion } from "./answers";
import { findPasskey } from "./passkeys-store";
import { acceptPasskey, judgePasskey, type PasskeyDependencies } from "./take-passkey";

export type PasskeySignIn =
  | { ok: true; sessionId: string; staffId: string; name: string; device: string }
  | { ok: false; problem: "wrong_passkey" | "passkey_over" | "rate_limited" };

interface PasskeySignInInput extends SessionOrigin {
  readonly assertion: Assertion;
  /** What ties challenges to this browser; null if it sent no such cookie. */
  readonly browser: string | null;
  /** The browser's device cookie. */
  readonly device: string | null;
}

/**
 * Signs a member of staff in with a passkey alone. It was used by whom the authenticator knows, so it is both factors.
 * Limits, refusals and known devices are those of passwords; nothing tells whether there is such a passkey.
 */
export async function signInWithPasskey(
  deps: PasskeyDependencies & { readonly refusals: Refusals },
  input: PasskeySignInInput,
): Promise<PasskeySignIn> {
  const { database, auditKeys, refusals } = deps;
  const { assertion, browser } = input;
  const db = database.prisma;
  if (browser === null) return { ok: false, problem: "passkey_over" };
  const known = await findKnownDevice(deps, input);
  const from = { email: `passkey ${assertion.id}`, address: input.address, device: known.device };
  const tried = await countSignIn(db, auditKeys.auditKey, from);
  if (!tried.within) {
    refusals.note(known.claimed);
    return { ok: false, problem: "rate_limited" };
  }
  const answer = { assertion, holder: { browser }, purpose: "sign_in", staffId: null } as const;
  const judged = await judgePasskey(deps, answer);
  if (judged.ok) await refusals.count();
  const result = judged.ok ? await begin(deps, judged, input) : judged;
  if (result.ok) await returnTries(db, tried.keys);
  else refusals.note(result.claimed);
  return result.ok ? result : { ok: false, problem: result.problem };
}

/** Begins the session, in the transaction that uses the passkey. */
function begin(
  deps: PasskeyDependencies & { readonly refusals: Refusals },
  judged: Parameters<typeof acceptPasskey>[1],
  origin: SessionOrigin,
) {
  const { auditKeys, refusals } = deps;
  return acceptPasskey(deps, judged, async (tx, { staffId, name, deviceEpoch }) => {
    await refusals.settle(tx, staffId);
    const shown = { details: { factor: "passkey" }, firstStep: null, hasFactor: true };
    const sessionId = await beginSession(tx, auditKeys, { id: staffId, name }, origin, shown);
    const device = writeDevice(auditKeys.ring, "cookie", newDevice({ id: staffId, deviceEpoch }));
    return { ok: true as const, sessionId, staffId, name, device };
  });
}

/** The browser as a known device of whose passkey is claimed. */
async function findKnownDevice(
  { database, auditKeys }: PasskeyDependencies,
  { assertion, device }: PasskeySignInInput,
) {
  const passkey = await findPasskey(database.prisma, Buffer.from(assertion.id, "base64url"));
  if (passkey === null) return { claimed: null, device: null };
  const given = readDevice(auditKeys.ring, "cookie", device);
  const isKnown = given?.staffId === passkey.staffId && given.epoch === passkey.staff.deviceEpoch;
  return { claimed: passkey.staffId, device: isKnown ? given : null };
}
