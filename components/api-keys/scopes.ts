import type { ApiScope } from "@/lib/partner-api/keys/scopes";

/** The scopes of a key, from harmless to powerful. */
export const SCOPES = [
  "connect_sessions:write",
  "connect_sessions:read",
  "linked_users:read",
  "cards:read",
  "transactions:read",
  "events:read",
  "cards:write",
  "tokens:read",
] as const satisfies readonly ApiScope[];

const ASKED_FOR: readonly ApiScope[] = ["cards:write", "tokens:read"];

/** The scopes of a new key by default. */
export const PRESET: readonly ApiScope[] = SCOPES.filter((scope) => !ASKED_FOR.includes(scope));
