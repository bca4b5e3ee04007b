import type { ApiScope } from "@/lib/partner-api/scopes";

/** What a key may do, from what is harmless on. */
export const SCOPES = [
  "connect_sessions:write",
  "connect_sessions:read",
  "linked_users:read",
  "tokens:read",
] as const satisfies readonly ApiScope[];

/** What a new key may do unless somebody says otherwise. */
export const PRESET: readonly ApiScope[] = SCOPES.filter((scope) => scope !== "tokens:read");
