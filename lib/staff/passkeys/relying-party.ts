import type { Env } from "@/lib/env";

/** Of the environment, what says whom passkeys are for. */
export type RelyingEnv = Pick<Env, "APP_URL" | "ANYTIME_PARTNER_NAME">;

/** Whom passkeys are for, in WebAuthn's word: they work on this host and on no other. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/** The relying party of this installation. */
export function relyingPartyOf({ APP_URL, ANYTIME_PARTNER_NAME }: RelyingEnv): RelyingParty {
  const { hostname, origin } = new URL(APP_URL);
  return { id: hostname, origin, name: ANYTIME_PARTNER_NAME ?? "Anytime Connect" };
}

/** What authenticators know a member of staff by: the bytes of their id, which says nothing about them. */
export function userHandleOf(staffId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(staffId.replaceAll("-", ""), "hex"));
}
