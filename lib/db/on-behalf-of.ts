import { AsyncLocalStorage } from "node:async_hooks";

// Next bundles pages apart from the server that hands them their requests: the global symbol is what they share.
const KEY = Symbol.for("anytime-connect.readers");
const holder = globalThis as { [KEY]?: AsyncLocalStorage<AbortSignal | undefined> };

function readers(): AsyncLocalStorage<AbortSignal | undefined> {
  holder[KEY] ??= new AsyncLocalStorage();
  return holder[KEY];
}

/**
 * Does work for somebody who may go away: what it reads is of no use to anybody else, and is cancelled then.
 *
 * @param gone aborted when they go
 */
export function onBehalfOf<Result>(gone: AbortSignal, work: () => Result): Result {
  return readers().run(gone, work);
}

/** Does work that others wait for, too: it goes on, whoever asked first and has gone since. */
export function onBehalfOfAll<Result>(work: () => Result): Result {
  return readers().run(undefined, work);
}

/** Tells when whoever the running code works for is gone; undefined where that is nobody who could go. */
export function goneSignal(): AbortSignal | undefined {
  return readers().getStore();
}
