/** The scopes of API keys. Reading tokens is never preset: a token acts as the customer. */
export const API_SCOPES = [
  "connect_sessions:write",
  "connect_sessions:read",
  "linked_users:read",
  "cards:read",
  "cards:write",
  "transactions:read",
  "events:read",
  "tokens:read",
] as const;
export type ApiScope = (typeof API_SCOPES)[number];
