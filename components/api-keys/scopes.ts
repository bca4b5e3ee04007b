import type { ApiScope } from "@/lib/partner-api/keys/scopes";

/** The scopes of a key, from harmless to powerful. */
export const SCOPES = [
  "connect_sessions:write",
  "connect_sessions:read",
  "linked_users:read",
  "cards:read",
  "transactions:read",
  "events:read",
  "tokens:read",
] as const satisfies readonly ApiScope[];

/** The scopes of a new key by default. */
export const PRESET: readonly ApiScope[] = SCOPES.filter((scope) => scope !== "tokens:read");
