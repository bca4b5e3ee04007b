import type { ConnectStrings, StateWords } from "./connect-strings";
import type { Flow } from "./flow-machine";

/** What the middle of the card shows. */
export type Middle =
  | { kind: "offer" }
  | { kind: "text"; text: string }
  | { kind: "message"; tone: "quiet" | "ok" | "warn"; words: StateWords; help: boolean };

/** What stands where the bank's button is. */
export type Bottom =
  | { kind: "bank" | "loading" | "nothing" }
  | { kind: "wait"; text: string }
  | { kind: "done"; text: string }
  | { kind: "action"; text: string; does: "retry" | "reconnect" | "reload" };

/** How a state looks; `announce` is what a screen reader is told when it begins. */
export interface FlowView {
  readonly title: string;
  readonly middle: Middle;
  readonly bottom: Bottom;
  readonly announce: string;
}

/** Chooses the words and the one next action of a state. */
export function viewFlow(flow: Flow, strings: ConnectStrings): FlowView {
  const { phase } = flow;
  switch (phase) {
    case "loading":
      return view(strings.title, { kind: "offer" }, { kind: "loading" }, strings.loading);
    case "ready":
      return view(strings.title, { kind: "offer" }, { kind: "bank" }, "");
    case "popup_open":
    case "signing_in":
    case "reviewing":
      return waitView(strings.title, strings[phase].text, strings[phase].wait);
    case "waiting": {
      const { text, slow, wait } = strings.waiting;
      return waitView(strings.title, flow.slow ? slow : text, wait);
    }
    case "connected": {
      const { title, text, wait } = strings.connected;
      return view(title, { kind: "text", text }, { kind: "done", text: wait }, `${title}. ${text}`);
    }
    case "refused":
    case "closed":
      return messageView(strings, strings[phase], "quiet", { kind: "bank" });
    case "sign_in_failed":
    case "popup_blocked":
      return messageView(strings, strings[phase], "warn", { kind: "bank" });
    case "script_unreachable":
      return messageView(strings, strings[phase], "warn", action(strings[phase].action, "retry"));
    case "error":
      return messageView(strings, strings[phase], "warn", action(strings[phase].action, "reload"));
    case "already_connected":
      return messageView(strings, strings[phase], "ok", action(strings[phase].action, "reconnect"));
    case "expired":
    case "cancelled":
      return messageView(strings, strings[phase], "quiet", { kind: "nothing" });
  }
}

function view(title: string, middle: Middle, bottom: Bottom, announce: string): FlowView {
  return { title, middle, bottom, announce };
}

function waitView(title: string, text: string, wait: string): FlowView {
  return view(title, { kind: "text", text }, { kind: "wait", text: wait }, `${wait} ${text}`);
}

function action(text: string, does: "retry" | "reconnect" | "reload"): Bottom {
  return { kind: "action", text, does };
}

function messageView(
  strings: ConnectStrings,
  words: StateWords,
  tone: "quiet" | "ok" | "warn",
  bottom: Bottom,
): FlowView {
  const middle = { kind: "message", tone, words, help: tone !== "ok" } as const;
  return view(strings.title, middle, bottom, `${words.title}. ${words.text}`);
}
