/** What the tabs of a browser tell each other about the live stream is said on the channel of this name. */
export const CHANNEL = "anytime-live";

/**
 * Tells all tabs of this browser, including this one, that the session has ended; each then leaves by itself.
 *
 * @returns false if the browser cannot send messages between tabs
 */
export function announceSignOut(): boolean {
  if (!("BroadcastChannel" in window)) return false;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ type: "bye" });
  channel.close();
  return true;
}
