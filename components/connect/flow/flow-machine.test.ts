import { describe, expect, it } from "vitest";
import { AC_EVENT_NAMES, type AcEventName } from "@/lib/anytime/client-js";
import { type Flow, type FlowEvent, type Phase, reduceFlow, startFlow } from "./flow-machine";

const PHASES: readonly Phase[] = [
  "loading",
  "ready",
  "popup_open",
  "signing_in",
  "reviewing",
  "waiting",
  "connected",
  "refused",
  "sign_in_failed",
  "closed",
  "popup_blocked",
  "script_unreachable",
  "already_connected",
  "expired",
  "cancelled",
  "error",
];

/** A bank event by name, the server's answer after `=`, or our own event. */
function read(word: string): FlowEvent {
  if (word.startsWith("on")) return { type: "bank", name: word as AcEventName };
  if (word.startsWith("=")) return { type: "status", status: word.slice(1) } as FlowEvent;
  return { type: word } as FlowEvent;
}

function run(words: string, from: Flow = startFlow(false)): Flow {
  return words.split(" ").map(read).reduce(reduceFlow, from);
}

const HAPPY =
  "script_loaded onClickLoginButton onDisplayPopup onDisplayLoginFormScreen onLoginSucceeded onDisplayScopeAcceptanceScreen";

describe("reduceFlow", () => {
  const table: [string, Phase][] = [
    ["script_loaded", "ready"],
    ["script_failed", "script_unreachable"],
    ["script_failed retry", "loading"],
    ["script_failed script_loaded", "ready"],
    ["begin_failed", "error"],
    ["begin_failed retry script_loaded", "ready"],
    ["script_loaded onClickLoginButton", "ready"],
    ["script_loaded onClickLoginButton onDisplayPopup", "popup_open"],
    ["script_loaded onClickLoginButton popup_missing", "popup_blocked"],
    ["script_loaded onClickLoginButton onDisplayPopup popup_missing", "popup_open"],
    ["script_loaded popup_missing", "ready"],
    ["script_loaded onClickLoginButton popup_missing onDisplayPopup", "popup_open"],
    ["script_loaded onClosePopup", "ready"],
    [HAPPY, "reviewing"],
    [`${HAPPY} onClickRefuseButton`, "refused"],
    [`${HAPPY} onClickRefuseButton onClosePopup`, "refused"],
    [`${HAPPY} onClickQuitButton onClosePopup`, "closed"],
    [`${HAPPY} onClosePopup onClickLoginButton onDisplayPopup`, "popup_open"],
    [`${HAPPY} onTokenCreated`, "waiting"],
    [`${HAPPY} onTokenCreated onClosePopup`, "waiting"],
    [`${HAPPY} onClosePopup onTokenCreated`, "waiting"],
    [`${HAPPY} onTokenCreated onError`, "waiting"],
    [`${HAPPY} onTokenCreated =waiting`, "waiting"],
    [`${HAPPY} onTokenCreated =unknown`, "waiting"],
    [`${HAPPY} onTokenCreated =expired`, "waiting"],
    [`${HAPPY} onTokenCreated onClosePopup =connected`, "connected"],
    [`${HAPPY} onTokenCreated =revoked`, "error"],
    [`${HAPPY} =connected`, "connected"],
    [`${HAPPY} =expired`, "reviewing"],
    [`${HAPPY} =expired onTokenCreated =expired =connected`, "connected"],
    [`${HAPPY} =cancelled onClosePopup =cancelled`, "cancelled"],
    ["script_loaded =expired", "expired"],
    ["script_loaded =cancelled onClickLoginButton onDisplayPopup", "cancelled"],
    [`${HAPPY} onClosePopup =expired onTokenCreated`, "waiting"],
    [`${HAPPY} onClosePopup =expired =connected`, "connected"],
    ["script_loaded onDisplayPopup onDisplayLoginFormScreen onLoginFailed", "sign_in_failed"],
    ["script_loaded onDisplayPopup onLoginFailed onDisplayLoginFormScreen", "sign_in_failed"],
    ["script_loaded onDisplayPopup onLoginFailed onClosePopup", "sign_in_failed"],
    ["script_loaded onDisplayPopup onLoginFailed onLoginSucceeded", "signing_in"],
    [`${HAPPY} onError onClickLoginButton popup_missing`, "error"],
    [`${HAPPY} onLoginFailed onClickLoginButton popup_missing`, "sign_in_failed"],
    [`${HAPPY} onLoginFailed onClosePopup onClickLoginButton popup_missing`, "popup_blocked"],
    [`${HAPPY} onClickRefuseButton onClosePopup onClickLoginButton popup_missing`, "popup_blocked"],
    [`${HAPPY} onClosePopup =connected`, "connected"],
    [`${HAPPY} onError =connected`, "connected"],
    ["script_loaded onError", "error"],
    ["script_loaded onError onDisplayPopup", "popup_open"],
    ["script_loaded link_cancelled onTokenCreated", "cancelled"],
    ["script_loaded link_expired", "expired"],
  ];
  it.each(table)("%s → %s", (words, phase) => {
    expect(run(words).phase).toBe(phase);
  });

  it("says that it is connected on the server's word alone", () => {
    for (const phase of PHASES.filter((each) => each !== "connected")) {
      for (const name of AC_EVENT_NAMES) {
        const flow = {
          phase,
          clicked: true,
          granted: false,
          over: false,
          windowOpen: false,
          wait: "usual" as const,
          minutes: 0,
        };
        expect(reduceFlow(flow, { type: "bank", name }).phase).not.toBe("connected");
      }
    }
  });

  it("leaves an ended page as it is", () => {
    for (const phase of ["connected", "cancelled", "expired"] as const) {
      const flow = {
        phase,
        clicked: false,
        granted: true,
        over: true,
        windowOpen: false,
        wait: "usual" as const,
        minutes: 0,
      };
      for (const name of AC_EVENT_NAMES) expect(reduceFlow(flow, { type: "bank", name })).toBe(flow);
      for (const word of ["retry", "=cancelled", "=connected", "script_failed"]) {
        expect(reduceFlow(flow, read(word))).toBe(flow);
      }
    }
  });

  it("offers who is connected to do it again", () => {
    const flow = startFlow(true);
    expect(flow.phase).toBe("already_connected");
    expect(run("reconnect script_loaded", flow).phase).toBe("ready");
  });

  it("says that it takes long while waiting, and not before", () => {
    expect(run("script_loaded slow").wait).toBe("usual");
    expect(run(`${HAPPY} onTokenCreated slow`).wait).toBe("slow");
    expect(run(`${HAPPY} onTokenCreated slow unconfirmed`).wait).toBe("unconfirmed");
    expect(run(`${HAPPY} onTokenCreated slow unconfirmed =connected`).phase).toBe("connected");
  });
});
