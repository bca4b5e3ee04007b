"use client";

import { useCallback, useEffect, useReducer, useState } from "react";
import type { Attempt } from "@/lib/links/connecting/attempts";
import { loadBankScript, subscribe } from "./ac-dispatcher";
import { askStatus, type BeginResult, beginOnce } from "./connect-api";
import { createReporter, type Reporter } from "./event-reporter";
import { type Flow, type FlowEvent, IN_POPUP, reduceFlow, startFlow } from "./flow-machine";

/** What the flow gets from the server. */
export interface FlowSettings {
  readonly secret: string;
  readonly language: string;
  readonly scriptUrl: string;
  readonly alreadyConnected: boolean;
  /** The digest of the words that the page shows. */
  readonly wording: string;
}

const POPUP_MS = 3_000;
/** When a wait counts as long, and when nobody should wait any more. */
const SLOW_MS = 8_000;
const UNCONFIRMED_MS = 60_000;
/** How often the server is polled: at once after consent, then less and less. */
const POLL_FAST_MS = 700;
const POLL_SLOW_MS = 3_000;
const POLL_RARE_MS = 10_000;

/** The state of the page, in sync with the bank's button and our server. */
export function useConnectFlow(settings: FlowSettings) {
  const { secret, language, scriptUrl, wording } = settings;
  const [flow, dispatch] = useReducer(reduceFlow, settings.alreadyConnected, startFlow);
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const loading = flow.phase === "loading";

  useEffect(() => {
    if (!loading) return;
    let stale = false;
    void beginOnce({ secret, language, wording }).then((result) => {
      if (stale) return;
      if (!result.ok) {
        if (result.problem === "too_many")
          return dispatch({ type: "too_many", minutes: Math.ceil(result.seconds / 60) });
        return dispatch({ type: whyNot(result.problem) });
      }
      setAttempt(result.attempt);
      loadBankScript(scriptUrl, result.attempt.customReference);
    });
    return () => {
      stale = true;
    };
  }, [loading, secret, language, scriptUrl, wording]);

  useBankEvents(secret, attempt, dispatch);
  usePopupWatch(flow, dispatch);
  useLastingWait(flow.phase === "waiting", dispatch);
  useStatusPolls(secret, attempt, flow, dispatch);
  return { flow, attempt, dispatch };
}

type Dispatch = (event: FlowEvent) => void;

/** The meaning of a refused attempt. If the server can say more than this page, the page reloads. */
function whyNot(problem: Exclude<Extract<BeginResult, { ok: false }>["problem"], "too_many">) {
  switch (problem) {
    case "expired":
      return "link_expired";
    case "cancelled":
      return "link_cancelled";
    case "completed":
    case "unknown":
      window.location.reload();
      return "link_expired";
    case "failed":
      return "begin_failed";
  }
}

function useBankEvents(secret: string, attempt: Attempt | null, dispatch: Dispatch): void {
  const attemptId = attempt?.id;
  useEffect(() => {
    const reporter = attemptId === undefined ? undefined : reporterOf(secret, attemptId);
    const stop = subscribe((signal) => {
      if (signal.type !== "bank") return dispatch({ type: signal.type });
      reporter?.report(signal.name, signal.tokenFingerprint);
      dispatch({ type: "bank", name: signal.name });
    });
    const flush = () => reporter?.flush();
    const tellViolation = (event: SecurityPolicyViolationEvent) =>
      reporter?.reportViolation({
        directive: event.effectiveDirective,
        blocked: originOf(event.blockedURI),
      });
    document.addEventListener("securitypolicyviolation", tellViolation);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      document.removeEventListener("securitypolicyviolation", tellViolation);
      flush();
      stop();
    };
  }, [secret, attemptId, dispatch]);
}

/** The origin of what was blocked, or the browser's own word: a URL may contain a secret. */
function originOf(blocked: string): string {
  const origin = URL.canParse(blocked) ? new URL(blocked).origin : blocked;
  return /^[\w:/.[\]-]{1,200}$/.test(origin) ? origin : "unknown";
}

let lastReporter: { attemptId: string; reporter: Reporter } | undefined;

/** One per attempt: its numbers must continue even if React mounts twice. */
function reporterOf(secret: string, attemptId: string): Reporter {
  if (lastReporter?.attemptId !== attemptId) {
    lastReporter = { attemptId, reporter: createReporter(secret, attemptId) };
  }
  return lastReporter.reporter;
}

function usePopupWatch(flow: Flow, dispatch: Dispatch): void {
  useEffect(() => {
    if (!flow.clicked) return;
    const timer = setTimeout(() => dispatch({ type: "popup_missing" }), POPUP_MS);
    return () => clearTimeout(timer);
  }, [flow.clicked, dispatch]);
}

function useLastingWait(waiting: boolean, dispatch: Dispatch): void {
  useEffect(() => {
    if (!waiting) return;
    const timers = [
      setTimeout(() => dispatch({ type: "slow" }), SLOW_MS),
      setTimeout(() => dispatch({ type: "unconfirmed" }), UNCONFIRMED_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, [waiting, dispatch]);
}

/**
 * Polls the status of the attempt while the page is open: the bank's events can be lost, and the link can be used or
 * cancelled from another page.
 */
function useStatusPolls(secret: string, attempt: Attempt | null, flow: Flow, dispatch: Dispatch): void {
  const attemptId = attempt?.id;
  const { phase, over } = flow;
  const underWay = flow.granted || IN_POPUP.has(phase);
  const ask = useCallback(async () => {
    if (attempt === null || over) return;
    const status = await askStatus(secret, attempt);
    // Used from another page; there is nothing more to say here, unless its own window may still bring a token.
    if (status === "completed" && !underWay) window.location.reload();
    dispatch({ type: "status", status });
  }, [secret, attempt, over, underWay, dispatch]);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void ask();
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    // The person left and came back: browsers keep pages as they were.
    window.addEventListener("pageshow", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("pageshow", look);
    };
  }, [ask]);
  const waiting = phase === "waiting";
  useEffect(() => {
    if (attemptId === undefined || over || phase === "already_connected") return;
    const started = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const poll = async () => {
      if (waiting || document.visibilityState === "visible") await ask();
      if (!stopped) timer = setTimeout(poll, pauseAfter(performance.now() - started, waiting));
    };
    void poll();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [phase, over, waiting, attemptId, ask]);
}

function pauseAfter(passed: number, waiting: boolean): number {
  if (passed > UNCONFIRMED_MS) return POLL_RARE_MS;
  return waiting && passed < SLOW_MS ? POLL_FAST_MS : POLL_SLOW_MS;
}
