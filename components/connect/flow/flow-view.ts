import type { ConnectStrings, StateWords } from "@/components/connect/connect-strings";
import type { Flow } from "./flow-machine";

/** The content of the middle of the card. */
export type Middle =
  | { kind: "offer" }
  /** How many of the three steps are done. */
  | { kind: "progress"; text: string; done: 0 | 1 | 2 | 3 }
  | { kind: "ended"; text: string }
  | { kind: "message"; tone: "quiet" | "ok" | "warn"; words: StateWords; help: boolean };

/** What is shown in place of the bank's button. */
export type Bottom =
  | { kind: "bank" | "loading" | "nothing" }
  | { kind: "wait"; text: string }
  | { kind: "done"; text: string }
  | { kind: "action"; text: string; does: "retry" | "reconnect" | "reload" };

/** The look of a state; screen readers announce `announce` when it begins. */
export interface FlowView {
  readonly title: string;
  readonly middle: Middle;
  readonly bottom: Bottom;
  readonly announce: string;
}

const NOTHING = { kind: "nothing" } as const;

/** Chooses the text and the single next action of a state. */
export function viewFlow(flow: Flow, strings: ConnectStrings): FlowView {
  const { phase } = flow;
  switch (phase) {
    case "loading":
      return view(strings.title, { kind: "offer" }, { kind: "loading" }, strings.loading);
    case "ready":
      return view(strings.title, { kind: "offer" }, { kind: "bank" }, "");
    case "popup_open":
    case "signing_in":
      return waitView(strings.title, strings[phase].text, strings[phase].wait, 0);
    case "reviewing":
      return waitView(strings.title, strings.reviewing.text, strings.reviewing.wait, 1);
    case "waiting": {
      if (flow.wait === "unconfirmed") return messageView(strings, strings.unconfirmed, "quiet", NOTHING);
      const { text, slow, wait } = strings.waiting;
      return waitView(strings.title, flow.wait === "slow" ? slow : text, wait, 2);
    }
    case "connected": {
      const { title, text, wait } = strings.connected;
      return view(
        title,
        { kind: "progress", text, done: 3 },
        { kind: "done", text: wait },
        `${title}. ${text}`,
      );
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
    case "too_many": {
      // The text waits for its number: the server says how long.
      const { title, text, action: again } = strings.too_many;
      const words = { title, text: text.replace("{minutes}", String(flow.minutes)) };
      return messageView(strings, words, "warn", action(again, "retry"));
    }
    case "already_connected":
      return messageView(strings, strings[phase], "ok", action(strings[phase].action, "reconnect"));
    case "expired":
    case "cancelled":
      return endedView(strings[phase]);
  }
}

function view(title: string, middle: Middle, bottom: Bottom, announce: string): FlowView {
  return { title, middle, bottom, announce };
}

function waitView(title: string, text: string, wait: string, done: 0 | 1 | 2): FlowView {
  return view(title, { kind: "progress", text, done }, { kind: "wait", text: wait }, `${wait} ${text}`);
}

function endedView({ title, text }: StateWords): FlowView {
  return view(title, { kind: "ended", text }, NOTHING, `${title}. ${text}`);
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
