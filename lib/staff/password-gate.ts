import { checkPassword } from "./password";

/** Who a check is made for: a browser that signed in before, or anybody. */
export type Lane = "known" | "stranger";

/** Checks passwords, few at a time. */
export interface PasswordGate {
  /** @returns whether it matches, or `busy` where so many wait already that nobody would be served by one more */
  check(lane: Lane, password: string, storedHash: string | null): Promise<boolean | "busy">;
}

/** How many may wait behind the one that is being checked, in each lane. */
const MOST_WAITING = 20;

/**
 * Makes the gate of this process. A check takes 19 MiB and one of the few threads that name look-ups need, too: there
 * is one at a time for strangers and one for known devices, which therefore never wait for strangers.
 */
export function createPasswordGate(mostWaiting = MOST_WAITING): PasswordGate {
  const lanes = { known: createLane(mostWaiting), stranger: createLane(mostWaiting) };
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
    last = mine.catch(() => undefined); // whoever asked hears of it; the next one has nothing to do with it
    return mine;
  };
}
