import { onBehalfOfAll } from "./db/access/on-behalf-of";

/** What was asked for of late; `forget` has it asked for again. */
export type Remembered<T> = (() => Promise<T>) & { forget(): void };

/** Calls at most once in so many milliseconds, however many callers there are; a failure is not remembered. */
export function rememberFor<T>(milliseconds: number, ask: () => Promise<T>): Remembered<T> {
  let known: { at: number; value: Promise<T> } | undefined;
  const read = () => {
    if (known === undefined || performance.now() - known.at > milliseconds) {
      const asked = { at: performance.now(), value: onBehalfOfAll(ask) };
      known = asked;
      asked.value.catch(() => {
        if (known === asked) known = undefined;
      });
    }
    return known.value;
  };
  const forget = () => {
    known = undefined;
  };
  return Object.assign(read, { forget });
}
