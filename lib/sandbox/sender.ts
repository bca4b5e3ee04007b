import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { encodeNotification, type NotificationTree, type WireEncoding } from "@/lib/anytime/encode";
import { hashTimestamp } from "@/lib/anytime/sign";
import { applyFault, type Fault } from "./faults";

/** A notification that was sent, and what became of it. Nothing secret is in it. */
export interface SentRequest {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly reference: string;
  readonly fault: Fault | null;
  tries: number;
  status: number | null;
  answer: string;
}

/** What to send, beside what every notification carries. */
export interface Outgoing {
  readonly event: string;
  readonly data: NotificationTree;
  readonly fault?: Fault | undefined;
  readonly encoding?: WireEncoding | undefined;
  /** Seconds since 1970; now, and unique, where absent. */
  readonly timestamp?: string | undefined;
}

export interface SenderOptions {
  readonly webhookUrl: string;
  readonly partnerRef: string;
  readonly encoding: WireEncoding;
  readonly retryDelaysMs: readonly number[];
}

/** Sends webhooks as the bank does: signed, in order of asking, three tries each. */
export interface Sender {
  send(outgoing: Outgoing): Promise<SentRequest>;
  /** The last requests, newest first. */
  readonly requests: readonly SentRequest[];
  /** Resolves when nothing waits to be sent. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const MAX_TRIES = 3;
const KEPT = 200;
const AT_ONCE = 16;
const TIMEOUT_MS = 5_000;

/** Makes a sender. */
export function createSender(options: SenderOptions): Sender {
  const requests: SentRequest[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each notification that waits for its next try
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();
  const clock = uniqueClock();
  let active = 0;

  const turn = async (): Promise<void> => {
    if (active >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    active += 1;
  };
  const deliver = async (outgoing: Outgoing, request: SentRequest): Promise<SentRequest> => {
    await turn();
    try {
      await attempt(options, outgoing, request, outgoing.timestamp ?? clock(), stop.signal);
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
    return request;
  };
  return {
    requests,
    send: (outgoing) => {
      const request: SentRequest = {
        id: randomBytes(8).toString("hex"),
        at: new Date().toISOString(),
        event: outgoing.event,
        reference: randomBytes(20).toString("hex"),
        fault: outgoing.fault ?? null,
        tries: 0,
        status: null,
        answer: "",
      };
      requests.unshift(request);
      requests.length = Math.min(requests.length, KEPT);
      const sent = deliver(outgoing, request);
      running.add(sent);
      void sent.finally(() => running.delete(sent));
      return sent;
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled([...running]);
    },
    close: async () => {
      stop.abort();
      await Promise.allSettled([...running]);
    },
  };
}

/** Seconds with four decimals, as PHP prints microtime; never the same twice. */
function uniqueClock(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.round(Date.now() * 10));
    return (last / 10_000).toFixed(4).replace(/\.?0+$/, "");
  };
}

async function attempt(
  options: SenderOptions,
  outgoing: Outgoing,
  request: SentRequest,
  timestamp: string,
  signal: AbortSignal,
): Promise<void> {
  const data = {
    hash: hashTimestamp(timestamp, options.partnerRef),
    timestamp,
    event_name: outgoing.event,
    ...outgoing.data,
  };
  const first = outgoing.fault === "try-2" ? 2 : outgoing.fault === "try-3" ? 3 : 1;
  for (let current = first; current <= MAX_TRIES && !signal.aborted; current += 1) {
    request.tries += 1;
    const tree = {
      notification: {
        reference: request.reference,
        created_at: parisOffsetTime(new Date()),
        context: "anytime-connect",
        current_try: current,
        max_tries: MAX_TRIES,
        data,
      },
    };
    const encoding = outgoing.encoding ?? options.encoding;
    const sent = applyFault(outgoing.fault, tree, options.webhookUrl, (each) =>
      encodeNotification(each, encoding),
    );
    const ok = await post(sent, request, signal);
    if (outgoing.fault === "duplicate" && current === first) await post(sent, request, signal);
    if (ok) return;
    await pause(options.retryDelaysMs[current - first] ?? 5_000, signal);
  }
}

async function post(
  sent: { url: string; contentType: string; body: Buffer },
  request: SentRequest,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const response = await fetch(sent.url, {
      method: "POST",
      headers: { "Content-Type": sent.contentType },
      body: new Uint8Array(sent.body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    request.status = response.status;
    request.answer = (await response.text()).slice(0, 300);
    return response.ok;
  } catch (error) {
    request.status = null;
    request.answer =
      error instanceof Error && error.name === "TimeoutError" ? "no answer in 5 s" : "not reached";
    return false;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}

/** ISO 8601 with the offset that Paris has at that moment. */
function parisOffsetTime(at: Date): string {
  const local = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Paris",
    dateStyle: "short",
    timeStyle: "medium",
  });
  const offset = new Intl.DateTimeFormat("en", { timeZone: "Europe/Paris", timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName");
  return `${local.format(at).replace(" ", "T")}${offset?.value.replace("GMT", "") || "+00:00"}`;
}
