import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { NotificationTree } from "@/lib/anytime/body/encode";
import { type Clock, uniqueClock } from "../time/clock";
import { type Charset, type Encoding, type Fault, firstTry, timestampShift } from "./faults";
import { KEPT, maskData, maskUrl, type SentRequest } from "./history";
import { limitAtOnce } from "./limit";
import { createOvertaking } from "./overtaking";
import { pause } from "./pause";
import { post, type Reply } from "./post";
import { type Message, type WireRequest, writeTry } from "./wire";

/** What to send besides the fields of every notification. */
export interface Outgoing {
  readonly event: string;
  readonly data: NotificationTree;
  readonly fault?: Fault | undefined;
  readonly encoding?: Encoding | undefined;
  readonly charset?: Charset | undefined;
}

/** A fault of the next notifications, however they come about; `left`: of how many, null: of all. */
export interface FaultMode {
  readonly fault: Fault;
  left: number | null;
}

export interface SenderOptions {
  /** Where notifications go; it may change while the bank runs. */
  readonly target: { webhookUrl: string };
  readonly partnerRef: string;
  readonly forwardedFor: string | undefined;
  readonly encoding: Encoding;
  readonly retryDelaysMs: readonly number[];
  readonly clock: Clock;
  /** The last requests, newest first: added to, and cut. */
  readonly history: SentRequest[];
}

/** Sends webhooks like the bank: signed, in order, three tries each. */
export interface Sender {
  send(outgoing: Outgoing): Promise<SentRequest>;
  /** Posts bytes as they are, once. */
  sendRaw(contentType: string, body: Buffer): Promise<Reply>;
  /** The last requests, newest first. */
  readonly requests: readonly SentRequest[];
  /** How many wait for an answer or their next try. */
  readonly pending: number;
  /** The fault of those that are sent without one of their own. */
  faultMode: FaultMode | null;
  /** The timestamp of the last notification. */
  readonly lastTimestamp: string | null;
  /** Resolves when nothing waits to be sent. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const MAX_TRIES = 3;
const AT_ONCE = 16;
const LATE_MS = 10_000;

/** Creates a sender. */
export function createSender(options: SenderOptions): Sender {
  const requests = options.history;
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each notification that waits for its next try
  const running = new Set<Promise<unknown>>();
  const clock = uniqueClock(options.clock);
  const atOnce = limitAtOnce(AT_ONCE);
  const overtaking = createOvertaking(LATE_MS);
  let lastTimestamp: string | null = null;

  function takeTimestamp(fault: Fault | undefined): string {
    const shift = timestampShift(fault);
    if (shift !== null) return (options.clock() / 1_000 + shift).toFixed(4);
    return fault === "spent-pair" && lastTimestamp !== null ? lastTimestamp : clock();
  }
  return {
    requests,
    faultMode: null,
    get pending() {
      return running.size;
    },
    get lastTimestamp() {
      return lastTimestamp;
    },
    send(outgoing) {
      const fault = outgoing.fault ?? takeFault(this);
      // Taken now and not when its turn comes, so that later requests have later times.
      const timestamp = takeTimestamp(fault);
      lastTimestamp = timestamp;
      const request = newRequest(options, outgoing, fault);
      requests.unshift(request);
      requests.length = Math.min(requests.length, KEPT);
      const { event, data } = outgoing;
      const { reference, encoding, charset } = request;
      const message = { event, data, fault, reference, timestamp, encoding, charset };
      const { signal } = stop;
      // Of two that are out of order, the second goes first.
      const waits = fault === "out-of-order" && !overtaking.isWaiting;
      const turn = waits ? overtaking.wait(signal) : Promise.resolve();
      const sent = turn.then(() => deliver({ options, message, request, signal, atOnce }));
      if (!waits) overtaking.overtake(sent);
      running.add(sent);
      void sent.finally(() => running.delete(sent));
      return sent;
    },
    sendRaw: (contentType, body) => {
      const { target, forwardedFor } = options;
      const wire = { url: target.webhookUrl, contentType, body };
      return post(wire, { forwardedFor, signal: stop.signal, fromElsewhere: false });
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

function takeFault(sender: { faultMode: FaultMode | null }): Fault | undefined {
  const { faultMode: mode } = sender;
  if (mode === null) return undefined;
  if (mode.left !== null) mode.left -= 1;
  if (mode.left === 0) sender.faultMode = null;
  return mode.fault;
}

function newRequest(options: SenderOptions, outgoing: Outgoing, fault: Fault | undefined): SentRequest {
  return {
    id: randomBytes(8).toString("hex"),
    at: new Date(options.clock()).toISOString(),
    event: outgoing.event,
    reference: randomBytes(20).toString("hex"),
    fault: fault ?? null,
    encoding: outgoing.encoding ?? options.encoding,
    charset: outgoing.charset ?? "utf-8",
    url: maskUrl(options.target.webhookUrl),
    data: maskData(outgoing.data),
    tries: 0,
    status: null,
    answer: "",
    attempts: [],
  };
}

interface Delivery {
  readonly options: SenderOptions;
  readonly message: Message;
  readonly request: SentRequest;
  readonly signal: AbortSignal;
  readonly atOnce: ReturnType<typeof limitAtOnce>;
}

/** Tries until the partner accepts it. A notification that waits for its next try does not delay others. */
async function deliver(delivery: Delivery): Promise<SentRequest> {
  const { options, message, request, signal, atOnce } = delivery;
  if (message.fault === "lost") {
    request.answer = "never sent";
    return request;
  }
  if (message.fault === "late") await pause(LATE_MS, signal);
  const first = firstTry(message.fault);
  for (let current = first; current <= MAX_TRIES; current += 1) {
    if (current > first) await pause(options.retryDelaysMs[current - 2] ?? 5_000, signal);
    const ok = await atOnce(async () => {
      if (signal.aborted) return true;
      request.tries += 1;
      const wire = writeTry(message, {
        url: options.target.webhookUrl,
        partnerRef: options.partnerRef,
        currentTry: current,
        now: options.clock(),
      });
      const taken = await attempt(wire, delivery);
      if (message.fault === "duplicate" && current === first) await attempt(wire, delivery);
      return taken;
    });
    if (ok) break;
  }
  return request;
}

async function attempt(wire: WireRequest, { options, message, request, signal }: Delivery): Promise<boolean> {
  const begun = performance.now();
  const at = new Date().toISOString();
  const fromElsewhere = message.fault === "wrong-address";
  const reply = await post(wire, { forwardedFor: options.forwardedFor, signal, fromElsewhere });
  Object.assign(request, reply);
  request.attempts.push({ at, milliseconds: Math.round(performance.now() - begun), ...reply });
  return reply.status !== null && reply.status >= 200 && reply.status < 300;
}
