import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { keyedDigest } from "@/lib/crypto/secrets";
import type { Database } from "@/lib/db/connect/client";
import { countTry, networkOf } from "@/lib/db/rate-limit";
import { CHALLENGE_MS, type Holder, keepChallenge } from "./challenges";
import type { ChallengePurpose } from "./challenges-store";
import { listCredentials } from "./passkeys-store";
import { type RelyingEnv, relyingPartyOf } from "./relying-party";

/** What asking for a passkey needs. */
export interface AskDependencies {
  readonly env: RelyingEnv;
  readonly database: Pick<Database, "prisma">;
}

/** What a browser is asked when somebody is to use a passkey. */
export type PasskeyQuestion = PublicKeyCredentialRequestOptionsJSON;

/** Questions in 15 minutes: of one session, and of all strangers in one network, who put one each time they look. */
const MOST = { session: 60, network: 600 } as const;

/**
 * Asks a browser that nobody is signed in at for a passkey, whoever's it is. Every browser is asked the same: nothing
 * tells who has one.
 *
 * @param browser what its cookie says
 * @returns null if too much was asked from its network
 */
export async function askForAnyPasskey(
  deps: AskDependencies & { readonly auditKeys: { readonly auditKey: string } },
  { browser, address }: { browser: string; address: string | null },
): Promise<PasskeyQuestion | null> {
  const network = keyedDigest(Buffer.from(deps.auditKeys.auditKey), "passkey questions", networkOf(address));
  if (!(await countTry(deps.database.prisma, network.toString("hex"), MOST.network))) return null;
  return ask(deps, { browser }, "sign_in", []);
}

/** Asks for a passkey of somebody, as their second factor. @returns null if they have none, or asked too often */
export async function askForPasskey(
  deps: AskDependencies,
  { staffId, sessionId }: { staffId: string; sessionId: string },
): Promise<PasskeyQuestion | null> {
  const { prisma } = deps.database;
  const allowed = await listCredentials(prisma, staffId);
  if (allowed.length === 0) return null;
  if (!(await countTry(prisma, `passkey questions ${sessionId}`, MOST.session))) return null;
  return ask(deps, { session: sessionId }, "second_factor", allowed);
}

async function ask(
  { env, database }: AskDependencies,
  holder: Holder,
  purpose: ChallengePurpose,
  allowed: Awaited<ReturnType<typeof listCredentials>>,
): Promise<PasskeyQuestion> {
  const question = await generateAuthenticationOptions({
    rpID: relyingPartyOf(env).id,
    allowCredentials: allowed.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString("base64url"),
      transports,
    })),
    timeout: CHALLENGE_MS,
    userVerification: "required",
  });
  await keepChallenge(database.prisma, question.challenge, holder, purpose);
  return question;
}
