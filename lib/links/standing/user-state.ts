/** What a linked user's tokens and links say. The partner API speaks of it; staff see the finer standing. */
export type UserState = "invited" | "connecting" | "active" | "revoked";

/** The state of a user: a token decides, then a link that was opened and still works. */
export function userStateOf(facts: {
  readonly hasActiveToken: boolean;
  readonly hadToken: boolean;
  readonly hasOpenLink: boolean;
}): UserState {
  if (facts.hasActiveToken) return "active";
  if (facts.hadToken) return "revoked";
  return facts.hasOpenLink ? "connecting" : "invited";
}
