import { checkPassword } from "./password";

/** Whom a check is for: a known browser, or anybody. */
export type Lane = "known" | "unknown";

/** Checks passwords, few at a time. */
export interface PasswordGate {
  /** @returns whether it matches, or `busy` if so many are waiting that one more would only wait in vain */
  check(lane: Lane, password: string, storedHash: string | null): Promise<boolean | "busy">;
}

/** How many may wait behind the current check, in each lane. */
const MOST_WAITING = 20;

/**
 * Creates the gate of this process. A check takes 19 MiB and one of the few threads that name look-ups also need:
 * there is one at a time for unknown browsers and one for known devices, which therefore never wait for the others.
 */
export function createPasswordGate(mostWaiting = MOST_WAITING): PasswordGate {
  const lanes = { known: createLane(mostWaiting), unknown: createLane(mostWaiting) };
  return { check: (lane, password, storedHash) => lanes[lane](() => checkPassword(password, storedHash)) };
}

/** Runs one at a time, in order. */
function createLane(mostWaiting: number) {
  let inside = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(run: () => Promise<Result>): Promise<Result | "busy"> => {
    if (inside > mostWaiting) return "busy";
    inside += 1;
    const mine = last.then(run).finally(() => {
      inside -= 1;
    });
    last = mine.catch(() => undefined); // the caller gets the error; the next one is not affected
    return mine;
  };
}
