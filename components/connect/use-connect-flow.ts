"use client";

import { useCallback, useEffect, useReducer, useState } from "react";
import type { Attempt } from "@/lib/links/connect-attempts";
import { loadBankScript, subscribe } from "./ac-dispatcher";
import { askStatus, type BeginResult, beginOnce } from "./connect-api";
import { createReporter, type Reporter } from "./event-reporter";
import { type Flow, type FlowEvent, type Phase, reduceFlow, startFlow } from "./flow-machine";

/** What the flow is given by the server. */
export interface FlowSettings {
  readonly secret: string;
  readonly language: string;
  readonly scriptUrl: string;
  readonly alreadyConnected: boolean;
}

const POPUP_MS = 3_000;
const LONG_MS = 60_000;
const POLL_FAST_MS = 700;
const POLL_SLOW_MS = 3_000;
/** While somebody is in the bank's window, in case its last event never reaches this page. */
const WATCHED: ReadonlySet<Phase> = new Set(["reviewing", "closed"]);

/** The state of the page, kept in step with the bank's button and with our server. */
export function useConnectFlow(settings: FlowSettings) {
  const { secret, language, scriptUrl } = settings;
  const [flow, dispatch] = useReducer(reduceFlow, settings.alreadyConnected, startFlow);
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const loading = flow.phase === "loading";

  useEffect(() => {
    if (!loading) return;
    let stale = false;
    void beginOnce(secret, language).then((result) => {
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
  }, [loading, secret, language, scriptUrl]);

  useBankEvents(secret, attempt, dispatch);
  usePopupWatch(flow, dispatch);
  useStatusPolls(secret, attempt, flow.phase, dispatch);
  return { flow, attempt, dispatch };
}

type Dispatch = (event: FlowEvent) => void;

/** What a refused beginning means. Where the server can say more than this page, the page is loaded anew. */
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

/** Of what was blocked its origin, or the word that browsers say instead: an address may hold a secret. */
function originOf(blocked: string): string {
  const origin = URL.canParse(blocked) ? new URL(blocked).origin : blocked;
  return /^[\w:/.[\]-]{1,200}$/.test(origin) ? origin : "unknown";
}

let lastReporter: { attemptId: string; reporter: Reporter } | undefined;

/** One an attempt: its numbers must go on counting where React mounts twice. */
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

function useStatusPolls(secret: string, attempt: Attempt | null, phase: Phase, dispatch: Dispatch): void {
  const attemptId = attempt?.id;
  const waiting = phase === "waiting";
  const watched = waiting || WATCHED.has(phase);
  const ask = useCallback(
    async (id: string) => dispatch({ type: "status", status: await askStatus(secret, id) }),
    [secret, dispatch],
  );
  useEffect(() => {
    if (attemptId === undefined) return;
    // The link may have been cancelled while the page lay in the background.
    const look = () => {
      if (document.visibilityState === "visible") void ask(attemptId);
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  }, [attemptId, ask]);
  useEffect(() => {
    if (!watched || attemptId === undefined) return;
    const started = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const poll = async () => {
      if (waiting || document.visibilityState === "visible") await ask(attemptId);
      if (stopped) return;
      const long = performance.now() - started > LONG_MS;
      if (long) dispatch({ type: "taking_long" });
      timer = setTimeout(poll, waiting && !long ? POLL_FAST_MS : POLL_SLOW_MS);
    };
    void poll();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [watched, waiting, attemptId, ask, dispatch]);
}
