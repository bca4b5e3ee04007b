import { type ReactNode, useEffect, useRef, useState } from "react";

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
  | "unreachable";

interface AnytimeConnectButtonProps {
  /** `https://connect.anyti.me/[PARTNER_ID]/[LANG]/client.js` */
  scriptUrl: string;
  /** `custom_reference` of `POST /api/v1/connect-sessions`. Ask for a new one each time the page is shown. */
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
const SCRIPT_MS = 10_000;
const POPUP_MS = 3_000;
const POLL_MS = 1_500;

// The bank's client cannot take a listener away again, and loading its script twice draws two buttons. So there is
// one script, one slot and one listener a page load, outside React, which mounts and unmounts as it likes.
let slot: HTMLElement | undefined;
let loading: Promise<boolean> | undefined;
const listeners = new Set<(event: string) => void>();

function getSlot(customReference: string): HTMLElement {
  if (slot === undefined) {
    slot = document.createElement("div");
    slot.id = "anytime-connect";
    slot.dataset.customRef = customReference;
  }
  return slot;
}

function loadScript(url: string): Promise<boolean> {
  loading ??= new Promise((resolve) => {
    const script = document.createElement("script");
    const timer = setTimeout(() => resolve(false), SCRIPT_MS);
    script.src = url;
    script.async = true;
    script.onerror = () => resolve(false);
    script.onload = () => {
      clearTimeout(timer);
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
  for (const listener of listeners) listener(event);
}

/** The bank's button, and what is known of the connection it makes. One of it on a page. */
export function AnytimeConnectButton(props: AnytimeConnectButtonProps) {
  const { scriptUrl, customReference, isConnected, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<ConnectState>("loading");

  useEffect(() => {
    place.current?.append(getSlot(customReference));
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
    void loadScript(scriptUrl).then((there) => {
      if (!left) setState((now) => (now === "loading" ? (there ? "ready" : "unreachable") : now));
    });
    return () => {
      left = true;
      clearTimeout(blocked);
      listeners.delete(listen);
    };
  }, [scriptUrl, customReference]);

  useConfirmation(state === "granted", isConnected, () => setState("connected"));
  return (
    <div>
      <div ref={place} hidden={state === "granted" || state === "connected"} />
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
