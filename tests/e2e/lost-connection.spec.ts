import { createServer } from "node:http";
import type { Page, Route } from "@playwright/test";
import { expect, invite, signIn, signInByHand, test } from "./fixtures";

// What a cut connection, a missing script and an unknown action write to the console is provoked here.
test.use({
  provoked: [
    /ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|status of 4\d\d|ChunkLoadError|Failed to load chunk/,
  ],
});

const isAction = (route: Route) => route.request().headers()["next-action"] !== undefined;
const cutActions = (page: Page) =>
  page.route("**/*", (route) => (isAction(route) ? route.abort("internetdisconnected") : route.continue()));

/** Paths of the scripts that one page's document names, and another's does not. */
async function scriptsOnlyOf(page: Page, one: string, other: string): Promise<ReadonlySet<string>> {
  const scripts = async (url: string) =>
    (await (await page.request.get(url)).text()).match(/\/_next\/static\/chunks\/[\w.~-]+\.js/g) ?? [];
  const shared = new Set(await scripts(other));
  return new Set((await scripts(one)).filter((path) => !shared.has(path)));
}

/** A promise that is kept from outside. */
function makePromise(): { promise: Promise<void>; resolve: () => void } {
  let keep: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (keep = resolve));
  return { promise, resolve: () => keep() };
}

/** Holds the scripts of a page back. @returns lets them come */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise: mayRun, resolve } = makePromise();
  await page.route(/\/_next\/static\/.*\.js/, (route) => void mayRun.then(() => route.continue()));
  return resolve;
}

test("what was typed outlives a lost connection, and every wait ends with words", async ({ page, demo }) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Typed Name");
  await cutActions(page);
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText(/No answer arrived. What you typed is still here/)).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue("Typed Name");
  // Editing takes back what was said.
  await dialog.getByLabel("Name").press("End");
  await dialog.getByLabel("Name").pressSequentially("s");
  await expect(dialog.getByText(/No answer arrived/)).toHaveCount(0);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByLabel("Connect link", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();

  await page.goto(`${demo.url}/transactions/unattributed`);
  await cutActions(page);
  await page.getByRole("button", { name: "Assign" }).first().click();
  await expect(dialog.getByText(/No answer arrived/)).toBeVisible();
  await expect(dialog.getByText("Searching…")).toHaveCount(0);
  await page.unrouteAll();
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByRole("radio").first()).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto(`${demo.url}/users`);
  const search = page.getByRole("search").getByRole("textbox");
  await page.route("**/*", (route) => route.abort("internetdisconnected"));
  await search.fill("camille");
  await expect(page.getByText("No answer arrived. Check your connection.")).toBeVisible();
  await expect(search).toHaveValue("camille");
  await page.unrouteAll();
  await search.press("Enter");
  await page.waitForURL(/q=camille/);
});

test("what is typed before the page's script has run is searched for", async ({ page, demo }) => {
  await signIn(page, demo);
  const run = await holdScripts(page);
  await page.goto(`${demo.url}/users`, { waitUntil: "commit" });
  const search = page.getByRole("search").getByRole("textbox");
  await search.fill("camille");
  run();
  await page.waitForURL(/q=camille/);
  await expect(search).toHaveValue("camille");
});

test("a click before the page's script has run opens its dialog once it has", async ({ page, demo }) => {
  await signIn(page, demo);
  const run = await holdScripts(page);
  // What is streamed late moves what stands below it: the button stays where it is once all has come.
  await page.goto(`${demo.url}/transactions`, { waitUntil: "domcontentloaded" });
  await page.getByRole("button", { name: "Dates and amounts" }).click();
  run();
  await expect(page.getByRole("dialog").getByLabel("From")).toBeVisible();
});

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

test("a dialog of an old page says that there is a new version, and keeps what was typed", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.route("**/*", (route) => {
    const headers = route.request().headers();
    return route.continue(
      isAction(route) ? { headers: { ...headers, "next-action": `40${"a".repeat(40)}` } } : {},
    );
  });
  await page.getByRole("button", { name: "Invite user" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Typed Name");
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByRole("dialog").getByText(/This page has a new version/)).toBeVisible();
  await expect(page.getByRole("dialog").getByLabel("Name")).toHaveValue("Typed Name");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Invite user" })).toBeVisible();
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

test("a connect link is cancelled only when that is said twice", async ({ page, demo }) => {
  await signIn(page, demo);
  await invite(page, demo, "Twice Asked", "K-cancel");
  await page.getByRole("link", { name: "Twice Asked" }).click();
  await page.getByRole("button", { name: "Cancel link" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Cancel link" }).click();
  await dialog.getByRole("button", { name: "Cancel the link" }).click();
  await expect(page.getByRole("button", { name: "Cancel link" })).toHaveCount(0);
});

test("a field is red once it was filled in wrong, and the press after mending it counts", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog");
  const [name, email] = [dialog.getByLabel("Name"), dialog.getByLabel("E-mail")];
  const border = (field: typeof name) => field.evaluate((input) => getComputedStyle(input).borderColor);
  await email.focus();
  const fresh = await border(name);
  await name.fill("Mended");
  await email.fill("nobody");
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(email).toHaveAttribute("data-invalid", "true");
  expect(await border(email)).not.toBe(fresh);
  expect(await border(name)).toBe(fresh);
  await email.fill("nobody@example.com");
  // As a person does: at where the button stands now.
  const box = await page.getByRole("button", { name: "Create link" }).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 4);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByLabel("Connect link", { exact: true })).toBeVisible();
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
