import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { expect, signIn, signInByHand, test } from "./fixtures";
import { holdScripts } from "./hold-scripts";

// What a cut connection and a missing script write to the console is provoked here.
test.use({
  provoked: [
    /ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|status of 4\d\d|ChunkLoadError|Failed to load chunk/,
  ],
});

/** Paths of the scripts that one page's document names, and another's does not. */
async function scriptsOnlyOf(page: Page, one: string, other: string): Promise<ReadonlySet<string>> {
  const scripts = async (url: string) =>
    (await (await page.request.get(url)).text()).match(/\/_next\/static\/chunks\/[\w.~-]+\.js/g) ?? [];
  const shared = new Set(await scripts(other));
  return new Set((await scripts(one)).filter((path) => !shared.has(path)));
}

test("a press that the page's script runs during opens its menu", async ({ page, demo }) => {
  await signIn(page, demo);
  const run = await holdScripts(page);
  await page.goto(`${demo.url}/transactions`, { waitUntil: "domcontentloaded" });
  // The figures come later, and move what stands below them.
  await expect(page.getByRole("main").getByText("Settled").first()).toBeVisible();
  await page.getByRole("button", { name: "Status" }).hover();
  await page.mouse.down();
  const runs = page.waitForRequest((asked) => asked.url().includes("/api/live"));
  run();
  await runs;
  await page.mouse.up();
  await expect(page.getByRole("menuitemradio", { name: "Settled" })).toBeVisible();
});

test("a page whose scripts are gone is loaded anew by itself, once", async ({ page, demo }) => {
  await signInByHand(page, demo);
  await page.waitForLoadState("networkidle");
  const ofTransactions = await scriptsOnlyOf(page, `${demo.url}/transactions`, `${demo.url}/settings`);
  expect(ofTransactions.size).toBeGreaterThan(0);
  let documents = 0;
  page.on("response", (response) => {
    if (response.request().resourceType() === "document") documents += 1;
  });
  // Those of the page after are gone from the start: the browser may fetch them ahead.
  await page.route("**/_next/static/**", (route) =>
    documents > 0 && !ofTransactions.has(new URL(route.request().url()).pathname)
      ? route.continue()
      : route.fulfill({ status: 404, body: "" }),
  );
  const runs = page.waitForRequest((asked) => documents > 0 && asked.url().includes("/api/live"));
  await page.getByRole("link", { name: "Settings" }).first().click();
  await expect(page.getByRole("heading", { name: "Sites" })).toBeVisible();
  expect(documents).toBe(1);

  // Failing again so soon, it says so and waits for a person. Before its script runs a click is the browser's own.
  await runs;
  await page.getByRole("link", { name: "Transactions" }).first().click();
  await expect(page.getByRole("heading", { name: "This page has a new version" })).toBeVisible();
  expect(documents).toBe(1);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Transactions" })).toBeVisible();
});

test("a live stream that is silent without closing is not called live", async ({ page, demo }) => {
  let opened = 0;
  const silent = createServer((_request, response) => {
    opened += 1;
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.flushHeaders();
    if (opened === 1) response.write('event: ready\ndata: {"following":true}\n\n');
  });
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await page.clock.install();
  await page.route("**/api/live*", (route) => route.continue({ url: `http://127.0.0.1:${port}/` }));
  await signIn(page, demo);
  await page.goto(demo.url);
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  await page.clock.runFor(14_000);
  await expect(page.getByText("Reconnecting…").first()).toBeVisible();
  await expect.poll(() => opened).toBe(2);
  await page.unrouteAll();
  silent.closeAllConnections();
  silent.close();
  await page.clock.runFor(60_000);
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
});
