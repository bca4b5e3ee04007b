import type { AcEventName } from "@/lib/anytime/client-js";
import type { AttemptStatus } from "@/lib/links/connecting/attempts";

/** What the connect page shows. */
export type Phase =
  | "loading"
  | "ready"
  | "popup_open"
  | "signing_in"
  | "reviewing"
  | "waiting"
  | "connected"
  | "refused"
  | "sign_in_failed"
  | "closed"
  | "popup_blocked"
  | "script_unreachable"
  | "already_connected"
  | "expired"
  | "cancelled"
  | "too_many"
  | "error";

export interface Flow {
  readonly phase: Phase;
  /** The bank's button was clicked and no pop-up has shown yet. */
  readonly clicked: boolean;
  /** The bank reported a token: from now on only the server's answer counts. */
  readonly granted: boolean;
  /** The bank's window is open, as far as the bank reported: a click only brings it to the front. */
  readonly windowOpen: boolean;
  /** Nothing more can happen on this page. */
  readonly over: boolean;
  /** How long the server's answer takes: longer than usual, or too long to wait. */
  readonly wait: "usual" | "slow" | "unconfirmed";
  /** How many minutes to wait if the link was opened too often. */
  readonly minutes: number;
}

/** What happens to it. */
export type FlowEvent =
  | { type: "script_loaded" | "script_failed" | "popup_missing" | "slow" | "unconfirmed" }
  | { type: "begin_failed" | "retry" | "reconnect" | "link_cancelled" | "link_expired" }
  | { type: "too_many"; minutes: number }
  | { type: "bank"; name: AcEventName }
  | { type: "status"; status: AttemptStatus };

/** Somebody is in the bank's window. */
export const IN_POPUP: ReadonlySet<Phase> = new Set(["popup_open", "signing_in", "reviewing"]);

/** How the page begins. */
export function startFlow(alreadyConnected: boolean): Flow {
  return {
    phase: alreadyConnected ? "already_connected" : "loading",
    clicked: false,
    granted: false,
    windowOpen: false,
    over: false,
    wait: "usual",
    minutes: 0,
  };
}

/** The state after an event. Unknown or late events change nothing. */
export function reduceFlow(flow: Flow, event: FlowEvent): Flow {
  if (flow.over) return flow;
  switch (event.type) {
    case "bank":
      return reduceBank({ ...flow, windowOpen: isWindowOpen(flow, event.name) }, event.name);
    case "status":
      return reduceStatus(flow, event.status);
    case "script_loaded":
      // Also after our own time limit: a slow script is still a working button.
      return flow.phase === "loading" || flow.phase === "script_unreachable" ? to(flow, "ready") : flow;
    case "script_failed":
      return flow.phase === "loading" ? to(flow, "script_unreachable") : flow;
    case "begin_failed":
      return flow.phase === "loading" ? to(flow, "error") : flow;
    case "too_many":
      return flow.phase === "loading" ? { ...to(flow, "too_many"), minutes: event.minutes } : flow;
    case "popup_missing":
      return flow.clicked ? to(flow, "popup_blocked") : flow;
    case "slow":
    case "unconfirmed":
      return flow.phase === "waiting" ? { ...flow, wait: event.type } : flow;
    case "retry":
    case "reconnect":
      return { ...startFlow(false), windowOpen: flow.windowOpen };
    case "link_cancelled":
      return { ...to(flow, "cancelled"), over: true };
    case "link_expired":
      return { ...to(flow, "expired"), over: true };
  }
}

function to(flow: Flow, phase: Phase): Flow {
  return { ...flow, phase, clicked: false };
}

function isWindowOpen({ windowOpen }: Flow, name: AcEventName): boolean {
  if (name === "onDisplayPopup") return true;
  return windowOpen && name !== "onClosePopup" && name !== "onClickQuitButton";
}

function reduceBank(flow: Flow, name: AcEventName): Flow {
  if (name === "onTokenCreated") return { ...to(flow, "waiting"), granted: true };
  // Its link has ended, except for a token already under way.
  if (flow.phase === "expired" || flow.phase === "cancelled") return flow;
  // The window closes and may even report errors after the token is made: none of that undoes it.
  if (flow.granted) return flow;
  switch (name) {
    case "onClickLoginButton":
      return flow.windowOpen || IN_POPUP.has(flow.phase) ? flow : { ...flow, clicked: true };
    case "onDisplayPopup":
      return to(flow, "popup_open");
    case "onDisplayLoginFormScreen":
      // The form returns after a failed sign-in; showing the reason matters more.
      return flow.phase === "sign_in_failed" ? flow : to(flow, "signing_in");
    case "onLoginSucceeded":
      return to(flow, "signing_in");
    case "onDisplayScopeAcceptanceScreen":
      return to(flow, "reviewing");
    case "onLoginFailed":
      return to(flow, "sign_in_failed");
    case "onClickRefuseButton":
      return to(flow, "refused");
    case "onClickQuitButton":
    case "onClosePopup":
      return IN_POPUP.has(flow.phase) ? to(flow, "closed") : flow;
    case "onError":
      return to(flow, "error");
  }
}

function reduceStatus(flow: Flow, status: AttemptStatus): Flow {
  switch (status) {
    case "connected":
      return { ...to(flow, "connected"), over: true };
    case "cancelled":
    case "expired":
      // A token granted in the bank's window still counts after the link has ended.
      return flow.granted || IN_POPUP.has(flow.phase) ? flow : to(flow, status);
    case "revoked":
      // Its reference is used up: only a new attempt, which the page begins when reloaded, can bring a token.
      return to(flow, "error");
    case "waiting":
    case "completed":
    case "unknown":
      return flow;
  }
}
