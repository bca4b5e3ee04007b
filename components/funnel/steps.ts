/** The funnel's steps, in their order. */
export const FUNNEL_STEPS = [
  "opened",
  "clicked",
  "popup",
  "signInShown",
  "signedIn",
  "accessShown",
  "token",
  "confirmed",
] as const;
