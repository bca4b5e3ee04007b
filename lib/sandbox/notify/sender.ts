import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { encodeNotification, type NotificationTree, type WireEncoding } from "@/lib/anytime/body/encode";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type Clock, parisOffsetTime, uniqueClock } from "../time/clock";
import { applyFault, type Fault } from "./faults";
import { limitAtOnce } from "./limit";

/** A notification that was sent, and its result. It contains no secret. */
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

/** What to send besides the fields of every notification. */
export interface Outgoing {
  readonly event: string;
  readonly data: NotificationTree;
  readonly fault?: Fault | undefined;
  readonly encoding?: WireEncoding | undefined;
  /** Seconds since 1970; unique and now by default. */
  readonly timestamp?: string | undefined;
}

export interface SenderOptions {
  readonly webhookUrl: string;
  readonly partnerRef: string;
  readonly forwardedFor: string | undefined;
  readonly encoding: WireEncoding;
  readonly retryDelaysMs: readonly number[];
  readonly clock: Clock;
}

/** Sends webhooks like the bank: signed, in order, three tries each. */
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

/** Creates a sender. */
export function createSender(options: SenderOptions): Sender {
  const requests: SentRequest[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each notification that waits for its next try
  const running = new Set<Promise<unknown>>();
  const clock = uniqueClock(options.clock);
  const atOnce = limitAtOnce(AT_ONCE);

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
      // Taken now and not when its turn comes, so that later requests have later times.
      const timestamp = outgoing.timestamp ?? clock();
      const sent = deliver({ options, outgoing, request, timestamp, signal: stop.signal, atOnce });
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

interface Delivery {
  readonly options: SenderOptions;
  readonly outgoing: Outgoing;
  readonly request: SentRequest;
  readonly timestamp: string;
  readonly signal: AbortSignal;
  readonly atOnce: ReturnType<typeof limitAtOnce>;
}

/** Tries until the partner accepts it. A notification that waits for its next try does not delay others. */
async function deliver(delivery: Delivery): Promise<SentRequest> {
  const { options, outgoing, request, signal, atOnce } = delivery;
  const first = outgoing.fault === "try-2" ? 2 : outgoing.fault === "try-3" ? 3 : 1;
  for (let current = first; current <= MAX_TRIES; current += 1) {
    if (current > first) await pause(options.retryDelaysMs[current - 2] ?? 5_000, signal);
    const ok = await atOnce(async () => {
      if (signal.aborted) return true;
      request.tries += 1;
      const sent = write(delivery, current);
      const taken = await post(sent, delivery);
      if (outgoing.fault === "duplicate" && current === first) await post(sent, delivery);
      return taken;
    });
    if (ok) break;
  }
  return request;
}

function write({ options, outgoing, request, timestamp }: Delivery, currentTry: number) {
  const data = {
    hash: hashTimestamp(timestamp, options.partnerRef),
    timestamp,
    event_name: outgoing.event,
    ...outgoing.data,
  };
  const tree = {
    notification: {
      reference: request.reference,
      created_at: parisOffsetTime(new Date(options.clock())),
      context: "anytime-connect",
      current_try: currentTry,
      max_tries: MAX_TRIES,
      data,
    },
  };
  const encoding = outgoing.encoding ?? options.encoding;
  return applyFault(outgoing.fault, tree, options.webhookUrl, (each) => encodeNotification(each, encoding));
}

async function post(
  sent: { url: string; contentType: string; body: Buffer },
  { options: { forwardedFor }, request, signal }: Delivery,
): Promise<boolean> {
  try {
    const response = await fetch(sent.url, {
      method: "POST",
      headers: {
        "Content-Type": sent.contentType,
        ...(forwardedFor === undefined ? {} : { "X-Forwarded-For": forwardedFor }),
      },
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
  // An aborted signal fires only once: a late listener would wait in vain.
  if (signal.aborted) return Promise.resolve();
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
