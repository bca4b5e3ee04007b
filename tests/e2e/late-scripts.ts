import type { Page, Route } from "@playwright/test";
import { expect } from "./fixtures";

/** The scripts that the HTML of a page names. */
export async function namedScripts(page: Page, url: string): Promise<(string | undefined)[]> {
  const html = await (await page.request.get(url)).text();
  const named = [...html.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(10);
  return named;
}

/** Answers for all other scripts. */
export async function answerUnnamed(page: Page, url: string, answer: (route: Route) => void): Promise<void> {
  const named = await namedScripts(page, url);
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    if (named.includes(new URL(route.request().url()).pathname)) await route.continue();
    else answer(route);
  });
}
