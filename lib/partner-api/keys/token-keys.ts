import { isWideRange } from "@/lib/sites/addresses/address";
import type { ApiScope } from "./scopes";

/** What holds of a key, as far as tokens are concerned. */
interface Bounds {
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly allowedIps: readonly string[];
}

const READS_TOKENS: ApiScope = "tokens:read";

/** Whether a key with these scopes reads tokens, which act as customers. */
export function readsTokens(scopes: readonly string[]): boolean {
  return scopes.includes(READS_TOKENS);
}

/** Whether a key that reads tokens expires and is bound to addresses, none of them a range of half the Internet. */
export function isBound({ expiresAt, allowedIps }: Omit<Bounds, "scopes">): boolean {
  return expiresAt !== null && allowedIps.length > 0 && !allowedIps.some(isWideRange);
}
