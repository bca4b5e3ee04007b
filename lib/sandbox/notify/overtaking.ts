import { pause } from "./pause";

/** Lets one notification wait until a later one was sent. */
export interface Overtaking {
  /** Whether one waits to be overtaken. */
  readonly isWaiting: boolean;
  /** Resolves once a later one was sent, or in the end if none is. */
  wait(signal: AbortSignal): Promise<void>;
  /** Says of the sending of another that it is later: whoever waits goes after it. */
  overtake(sending: Promise<unknown>): void;
}

/** @param patienceMs how long one waits if no other is sent */
export function createOvertaking(patienceMs: number): Overtaking {
  let waiting: AbortController | null = null;
  return {
    get isWaiting() {
      return waiting !== null;
    },
    async wait(signal) {
      const own = new AbortController();
      waiting = own;
      await pause(patienceMs, AbortSignal.any([signal, own.signal]));
      if (waiting === own) waiting = null;
    },
    overtake(sending) {
      const overtaken = waiting;
      waiting = null;
      if (overtaken !== null) void sending.finally(() => overtaken.abort());
    },
  };
}
