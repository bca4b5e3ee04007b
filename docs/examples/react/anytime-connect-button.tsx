import { type ReactNode, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";

/**
 * The progress of a user. `granted`: the browser says so; trust only `connected`, which comes from your backend.
 */
export type ConnectState =
  | "loading"
  | "ready"
  | "popup_open"
  | "granted"
  /** Access was granted and your backend has not confirmed it for a minute. Polling continues. */
  | "unconfirmed"
  | "connected"
  | "refused"
  | "closed"
  | "failed"
  | "popup_blocked"
  | "unreachable"
  /** The button was drawn for another reference or in another language: reload the page. */
  | "reload_needed";

interface AnytimeConnectButtonProps {
  /** `https://connect.anyti.me/[PARTNER_ID]/[LANG]/client.js` */
  scriptUrl: string;
  /**
   * `custom_reference` of `POST /api/v1/connect-sessions`. Ask for one on each page load, and keep it until the next
   * load, whatever is shown in between.
   */
  customReference: string;
  /** Asks your own backend whether the connection is confirmed. */
  isConnected: () => Promise<boolean>;
  /** The text around the bank's button. */
  children?: (state: ConnectState) => ReactNode;
}

interface BankClient {
  add(event: string, callback: () => void): void;
}
declare const AC: BankClient | undefined;

const NEXT: Readonly<Record<string, ConnectState>> = {
  onDisplayPopup: "popup_open",
  onTokenCreated: "granted",
  onClickRefuseButton: "refused",
  onClickQuitButton: "closed",
  onLoginFailed: "failed",
  onError: "failed",
};
const EVENTS = [...Object.keys(NEXT), "onClickLoginButton", "onClosePopup"];
const AFTER_CONSENT: ReadonlySet<ConnectState> = new Set(["granted", "unconfirmed", "connected"]);
const SCRIPT_MS = 10_000;
const POPUP_MS = 3_000;
const CONFIRM_MS = 60_000;
/** How often your backend is polled. After `closed` too: access may have been granted and the event lost. */
const ASK_MS: Partial<Record<ConnectState, number>> = { granted: 1_500, unconfirmed: 15_000, closed: 5_000 };

// The bank's client cannot remove a listener, and loading its script twice draws two buttons. So there is one script,
// one slot and one state per page load, outside React, which mounts and unmounts as it likes.
let state: ConnectState = "loading";
let slot: HTMLElement | undefined;
let loadedUrl: string | undefined;
let windowIsOpen = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const places = new Set<HTMLElement>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param late what to say if nothing else happens in time */
function become(next: ConnectState, late?: [state: ConnectState, milliseconds: number]): void {
  clearTimeout(timer);
  timer = late && setTimeout(() => become(late[0]), late[1]);
  state = next;
  for (const listener of listeners) listener();
}

/**
 * The script may read the reference once and keep it. So the first one counts for this page load: drawn for a second
 * one, the button would link one person's account to another.
 */
function isSlotOf(customReference: string): boolean {
  if (slot === undefined) {
    slot = document.createElement("div");
    slot.id = "anytime-connect";
    slot.dataset.customRef = customReference;
  }
  return slot.dataset.customRef === customReference;
}

/**
 * Moves the slot to the place that was shown last, because a new page may appear before the old one leaves. Without a
 * place it stays in the document, hidden: the script draws once, when it has loaded, and must find it then.
 */
function placeSlot(): void {
  const place = [...places].at(-1) ?? document.body;
  if (slot === undefined || slot.parentElement === place) return;
  slot.hidden = place === document.body;
  place.append(slot);
}

function loadScript(url: string): void {
  if (loadedUrl !== undefined) return;
  loadedUrl = url;
  const script = document.createElement("script");
  script.src = url;
  script.async = true;
  script.onerror = () => {
    // Loaded again when the component is shown next.
    script.remove();
    loadedUrl = undefined;
    become("unreachable");
  };
  script.onload = () => {
    const client = typeof AC === "undefined" ? undefined : AC;
    // The events contain the token. Nothing here reads it: it belongs to your backend, which gets it from the
    // dashboard.
    for (const event of EVENTS) client?.add(event, () => hear(event));
    if (client === undefined) loadedUrl = undefined;
    become(client === undefined ? "unreachable" : "ready");
  };
  document.head.append(script);
  become("loading", ["unreachable", SCRIPT_MS]);
}

function hear(event: string): void {
  if (event === "onDisplayPopup") windowIsOpen = true;
  if (event === "onClosePopup" || event === "onClickQuitButton") windowIsOpen = false;
  // Once access is granted, what the window reports on closing does not undo it.
  if (AFTER_CONSENT.has(state)) return;
  const next = NEXT[event];
  if (next === "granted") become("granted", ["unconfirmed", CONFIRM_MS]);
  else if (next !== undefined) become(next);
  // A second click brings the open window to the front, without another event.
  else if (event === "onClickLoginButton" && !windowIsOpen) become(state, ["popup_blocked", POPUP_MS]);
  // The reason for closing, if known, says more than the closing itself.
  else if (event === "onClosePopup" && state === "popup_open") become("closed");
}

/** The bank's button and the state of its connection. At most one per page. */
export function AnytimeConnectButton(props: AnytimeConnectButtonProps) {
  const { scriptUrl, customReference, isConnected, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const shared = useSyncExternalStore(
    subscribe,
    () => (needsReload(scriptUrl, customReference) ? "reload_needed" : state),
    () => "loading" as const,
  );

  // A layout effect, because the slot must leave before React removes its place from the document.
  useLayoutEffect(() => {
    const own = place.current;
    if (own === null || !isSlotOf(customReference)) return;
    places.add(own);
    placeSlot();
    return () => {
      places.delete(own);
      placeSlot();
    };
  }, [customReference]);

  useEffect(() => {
    if (isSlotOf(customReference)) loadScript(scriptUrl);
  }, [scriptUrl, customReference]);

  useConfirmation(shared, isConnected);
  return (
    <div>
      <div ref={place} hidden={AFTER_CONSENT.has(shared) || shared === "reload_needed"} />
      {children?.(shared)}
    </div>
  );
}

/** Another language can wait until the current flow has ended. Another person cannot. */
function needsReload(scriptUrl: string, customReference: string): boolean {
  if (slot !== undefined && slot.dataset.customRef !== customReference) return true;
  return loadedUrl !== undefined && loadedUrl !== scriptUrl && !windowIsOpen && !AFTER_CONSENT.has(state);
}

function useConfirmation(shown: ConnectState, isConnected: () => Promise<boolean>): void {
  const latest = useRef(isConnected);
  useEffect(() => {
    latest.current = isConnected;
  });
  useEffect(() => {
    const pause = ASK_MS[shown];
    if (pause === undefined) return;
    const ask = async () => {
      // A failed poll is repeated.
      if (await latest.current().catch(() => false)) become("connected");
    };
    const asking = setInterval(ask, pause);
    return () => clearInterval(asking);
  }, [shown]);
}
