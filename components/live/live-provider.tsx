"use client";

import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import { useKeptSite } from "@/components/navigation/use-kept-site";
import type { LiveMessageKind } from "@/lib/live/message";
import type { HeardMessage } from "./hear";
import type { LiveClientHandlers, LiveStatus } from "./live-client";
import { TailPauseProvider } from "./tail-pause";

type Handler = (message: HeardMessage) => void;

type Subscribe = (handler: Handler) => () => void;

/** The longest time between reading a page's data and listening that is compensated. */
const NAVIGATION_MS = 3_000;
const MAX_RECENT = 500;
const RETRY_MS = 5_000;

const OFF: LiveStatus = { state: "connecting", lastAt: null };
// Three contexts: what only listens, or only waits for the connection, must not be drawn again for every message.
const StateContext = createContext<LiveStatus["state"]>(OFF.state);
const ChangeContext = createContext<LiveStatus["lastAt"]>(OFF.lastAt);
const SubscribeContext = createContext<Subscribe>(() => () => undefined);

interface LiveProviderProps {
  /** The newest live event when the page was rendered, so that nothing between that and the stream is missed. */
  after?: string;
  children: ReactNode;
}

/** Follows the live stream for the pages below it. */
export function LiveProvider({ after, children }: LiveProviderProps) {
  const [status, setStatus] = useState<LiveStatus>(OFF);
  const [handlers] = useState(() => new Set<Handler>());
  const [recent] = useState<{ at: number; message: HeardMessage }[]>(() => []);
  // Only the first page's value counts: later ones come over the stream.
  const [first] = useState(after ?? null);
  const site = useKeptSite();
  useEffect(() => {
    const listeners: LiveClientHandlers = {
      onMessage: (message) => {
        recent.push({ at: Date.now(), message });
        if (recent.length > MAX_RECENT) recent.shift();
        for (const handler of handlers) handler(message);
      },
      onStatus: setStatus,
      onBye: () => {
        const here = `${window.location.pathname}${window.location.search}`;
        window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
      },
    };
    return followOnceLoaded(listeners, first, site);
  }, [handlers, recent, first, site]);
  const subscribe = useCallback<Subscribe>(
    (handler) => {
      handlers.add(handler);
      // The current page was read before it began to listen. Hearing something twice does no harm.
      const since = Date.now() - NAVIGATION_MS;
      for (const { at, message } of recent) if (at >= since) handler(message);
      return () => void handlers.delete(handler);
    },
    [handlers, recent],
  );
  return (
    <SubscribeContext value={subscribe}>
      <StateContext value={status.state}>
        <ChangeContext value={status.lastAt}>
          <TailPauseProvider>{children}</TailPauseProvider>
        </ChangeContext>
      </StateContext>
    </SubscribeContext>
  );
}

/** The client and its parser are not needed for a page to be drawn, so they come after it. @returns ends it */
function followOnceLoaded(
  listeners: LiveClientHandlers,
  after: string | null,
  site: string | null,
): () => void {
  let end: (() => void) | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const load = async (): Promise<void> => {
    try {
      const { followLive } = await import("./live-client");
      if (!ended) end = followLive(listeners, after, site);
    } catch {
      // The server was away meanwhile: nothing arrives, which the page says.
      if (ended) return;
      listeners.onStatus({ state: "lost", lastAt: null });
      retry = setTimeout(() => void load(), RETRY_MS);
    }
  };
  void load();
  return () => {
    ended = true;
    clearTimeout(retry);
    end?.();
  };
}

/**
 * Calls `handler` with every change of these kinds, and with every `reset`: something was missed, and the content must
 * be reloaded.
 */
export function useLive(kinds: readonly LiveMessageKind[], handler: Handler): void {
  const subscribe = use(SubscribeContext);
  const latest = useRef({ kinds, handler });
  useEffect(() => {
    latest.current = { kinds, handler };
  });
  useEffect(
    () =>
      subscribe((message) => {
        const { kinds: wanted, handler: handle } = latest.current;
        if (message.kind === "reset" || wanted.includes(message.kind)) handle(message);
      }),
    [subscribe],
  );
}

/** Whether changes reach this browser now. */
export function useLiveState(): LiveStatus["state"] {
  return use(StateContext);
}

/** When something last changed, in milliseconds; null for never. */
export function useLastChange(): LiveStatus["lastAt"] {
  return use(ChangeContext);
}
