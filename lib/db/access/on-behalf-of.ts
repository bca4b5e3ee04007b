import { AsyncLocalStorage } from "node:async_hooks";

// Next bundles pages separately from the server that passes them their requests: they share the global symbol.
const KEY = Symbol.for("anytime-connect.readers");
const holder = globalThis as { [KEY]?: AsyncLocalStorage<AbortSignal | undefined> };

function readers(): AsyncLocalStorage<AbortSignal | undefined> {
  holder[KEY] ??= new AsyncLocalStorage();
  return holder[KEY];
}

/**
 * Does work for a client who may leave: its reads are of no use to anybody else, and are then cancelled.
 *
 * @param gone aborted when the client leaves
 */
export function onBehalfOf<Result>(gone: AbortSignal, work: () => Result): Result {
  return readers().run(gone, work);
}

/** Does work that others also wait for: it continues even if the first caller has left. */
export function onBehalfOfAll<Result>(work: () => Result): Result {
  return readers().run(undefined, work);
}

/** The signal that the client of the running code has left; undefined if there is no client. */
export function goneSignal(): AbortSignal | undefined {
  return readers().getStore();
}
