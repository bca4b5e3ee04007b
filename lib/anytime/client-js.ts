/** The events of the bank's `client.js`, in the order of the docs' "Events list". */
export const AC_EVENT_NAMES = [
  "onLoginSucceeded",
  "onLoginFailed",
  "onTokenCreated",
  "onDisplayLoginFormScreen",
  "onDisplayScopeAcceptanceScreen",
  "onDisplayPopup",
  "onClosePopup",
  "onClickLoginButton",
  "onClickQuitButton",
  "onClickRefuseButton",
  "onError",
] as const;

export type AcEventName = (typeof AC_EVENT_NAMES)[number];

/**
 * The global `AC` that the script defines. Several callbacks can be added to an event and none can be removed. Of
 * their arguments, only `event.token` of `onTokenCreated` is documented.
 */
export interface AnytimeClient {
  add(eventName: AcEventName, callback: (event?: unknown) => void): void;
}

/** The URL of a partner's script ("//connect.anyti.me/[PARTNER_ID]/[LANG]/client.js"). */
export function clientScriptUrl(origin: string, partnerId: string, language: "en" | "fr"): string {
  return `${origin}/${encodeURIComponent(partnerId)}/${language}/client.js`;
}
