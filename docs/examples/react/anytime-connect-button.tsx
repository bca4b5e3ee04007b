import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

/** How far somebody is. `granted`: the browser says so; only `connected`, which your backend said, is to be believed. */
export type ConnectState =
  | "loading"
  | "ready"
  | "popup_open"
  | "granted"
  | "connected"
  | "refused"
  | "closed"
  | "failed"
  | "popup_blocked"
  | "unreachable"
  /** The page has drawn the button for another reference: it must be loaded again to be of this one. */
  | "reload_needed";

interface AnytimeConnectButtonProps {
  /** `https://connect.anyti.me/[PARTNER_ID]/[LANG]/client.js` */
  scriptUrl: string;
  /**
   * `custom_reference` of `POST /api/v1/connect-sessions`. Ask for one each time the page is loaded, and keep it
   * until the next load, whatever is shown in between.
   */
  customReference: string;
  /** Asks your own backend whether the connection is confirmed. */
  isConnected: () => Promise<boolean>;
  /** What stands around the bank's button. */
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
  onClosePopup: "closed",
  onLoginFailed: "failed",
  onError: "failed",
};
const EVENTS = [...Object.keys(NEXT), "onClickLoginButton"];
const WITHOUT_BUTTON: ReadonlySet<ConnectState> = new Set(["granted", "connected", "reload_needed"]);
const SCRIPT_MS = 10_000;
const POPUP_MS = 3_000;
const POLL_MS = 1_500;

// The bank's client cannot take a listener away again, and loading its script twice draws two buttons. So there is
// one script, one slot and one listener a page load, outside React, which mounts and unmounts as it likes.
let slot: HTMLElement | undefined;
let parking: HTMLElement | undefined;
let loading: Promise<boolean> | undefined;
let wasGranted = false;
const listeners = new Set<(event: string) => void>();

/**
 * The script may read the reference once and keep it. So the first one holds for this page load: drawn for a
 * second one, the button would link one person's account to another.
 */
function getSlot(customReference: string): HTMLElement | undefined {
  if (slot === undefined) {
    slot = document.createElement("div");
    slot.id = "anytime-connect";
    slot.dataset.customRef = customReference;
  }
  return slot.dataset.customRef === customReference ? slot : undefined;
}

/**
 * Keeps the slot in the document, unseen, while no component shows it: the script draws once, when it has loaded,
 * and finds nothing to draw in otherwise.
 */
function park(button: HTMLElement): void {
  if (parking === undefined) {
    parking = document.createElement("div");
    parking.hidden = true;
    document.body.append(parking);
  }
  parking.append(button);
}

function loadScript(url: string): Promise<boolean> {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = url;
    script.async = true;
    script.onerror = () => resolve(false);
    script.onload = () => {
      const client = typeof AC === "undefined" ? undefined : AC;
      // The events carry the token. Nothing here looks at it: it is your backend's, and comes from the dashboard.
      for (const event of EVENTS) client?.add(event, () => tell(event));
      resolve(client !== undefined);
    };
    document.head.append(script);
  });
  return loading;
}

function tell(event: string): void {
  if (event === "onTokenCreated") wasGranted = true;
  for (const listener of listeners) listener(event);
}

/** The bank's button, and what is known of the connection it makes. One of it on a page. */
export function AnytimeConnectButton(props: AnytimeConnectButtonProps) {
  const { scriptUrl, customReference, isConnected, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<ConnectState>("loading");

  // Before React takes the place out of the document, the slot leaves it.
  useLayoutEffect(() => {
    const found = getSlot(customReference);
    if (found === undefined) return;
    place.current?.append(found);
    return () => park(found);
  }, [customReference]);

  useEffect(() => {
    if (getSlot(customReference) === undefined) {
      setState("reload_needed");
      return;
    }
    // Shown again in the same page load: what was granted before still waits to be confirmed.
    setState(wasGranted ? "granted" : "loading");
    let left = false;
    let blocked: ReturnType<typeof setTimeout> | undefined;
    const listen = (event: string) => {
      clearTimeout(blocked);
      if (event === "onClickLoginButton") {
        blocked = setTimeout(() => setState(keepGranted("popup_blocked")), POPUP_MS);
        return;
      }
      const next = NEXT[event];
      if (next !== undefined) setState(keepGranted(next));
    };
    listeners.add(listen);
    const drawn = (next: ConnectState) =>
      setState((now) => (now === "loading" || now === "unreachable" ? next : now));
    const late = setTimeout(() => drawn("unreachable"), SCRIPT_MS);
    void loadScript(scriptUrl).then((there) => {
      clearTimeout(late);
      if (!left) drawn(there ? "ready" : "unreachable");
    });
    return () => {
      left = true;
      clearTimeout(late);
      clearTimeout(blocked);
      listeners.delete(listen);
    };
  }, [scriptUrl, customReference]);

  useConfirmation(state === "granted", isConnected, () => setState("connected"));
  return (
    <div>
      <div ref={place} hidden={WITHOUT_BUTTON.has(state)} />
      {children?.(state)}
    </div>
  );
}

/** Once access was given, what the popup still says on closing does not take it back. */
function keepGranted(next: ConnectState) {
  return (now: ConnectState): ConnectState => (now === "granted" || now === "connected" ? now : next);
}

function useConfirmation(
  waiting: boolean,
  isConnected: () => Promise<boolean>,
  onConnected: () => void,
): void {
  const latest = useRef({ isConnected, onConnected });
  useEffect(() => {
    latest.current = { isConnected, onConnected };
  });
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(async () => {
      // A failed question is asked again.
      if (await latest.current.isConnected().catch(() => false)) latest.current.onConnected();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [waiting]);
}
