import { judgeAddress } from "@/lib/sites/addresses/address";

/** Whether a key can be used. */
export type ApiKeyState = "active" | "expired" | "revoked";

/** The state of a key at a time. */
export function stateOfKey(
  { revokedAt, expiresAt }: { readonly revokedAt: Date | null; readonly expiresAt: Date | null },
  now: Date,
): ApiKeyState {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
}

/** Whether a key may be used from an address. A key that is bound to some is refused where the sender's is not known. */
export function mayBeUsedFrom(
  { allowedIps }: { readonly allowedIps: readonly string[] },
  address: string | null,
): boolean {
  if (allowedIps.length === 0) return true;
  // Any range of the list lets in, whether or not it would prove who sends.
  const leg = judgeAddress(address, allowedIps, true);
  return leg === "match" || leg === "off";
}
