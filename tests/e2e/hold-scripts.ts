import type { Page } from "@playwright/test";

/** A promise that is kept from outside. */
function makePromise(): { promise: Promise<void>; resolve: () => void } {
  let keep: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (keep = resolve));
  return { promise, resolve: () => keep() };
}

/** Holds the scripts of a page back. @returns lets them come */
export async function holdScripts(page: Page): Promise<() => void> {
  const { promise: mayRun, resolve } = makePromise();
  await page.route(/\/_next\/static\/.*\.js/, (route) => void mayRun.then(() => route.continue()));
  return resolve;
}
