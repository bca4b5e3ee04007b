import { onBehalfOfAll } from "./db/access/on-behalf-of";

/** Calls at most once in so many milliseconds, however many callers there are; a failure is not remembered. */
export function rememberFor<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let known: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (known === undefined || performance.now() - known.at > milliseconds) {
      const asked = { at: performance.now(), value: onBehalfOfAll(ask) };
      known = asked;
      asked.value.catch(() => {
        if (known === asked) known = undefined;
      });
    }
    return known.value;
  };
}
