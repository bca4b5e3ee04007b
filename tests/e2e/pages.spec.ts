import { setTimeout as sleep } from "node:timers/promises";
import { expectNoBarriers } from "./barriers";
import { expect, signIn, signInByHand, test } from "./fixtures";
import { overflowOf, watchShifts } from "./shifts";
import { NO_SUCH_USER, STAFF_PAGES } from "./staff-pages";

test("every page keeps to its policy, can be used by everybody, and does not scroll sideways", async ({
  page,
  demo,
}) => {
  test.setTimeout(240_000);
  await signIn(page, demo);
  const size = page.viewportSize() ?? { width: 1_280, height: 720 };
  const moved = await watchShifts(page);
  // Some are caught by who caused them, and never reach the console.
  const refused: string[] = [];
  await page.exposeFunction("refused", (what: string) => void refused.push(what));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      (window as unknown as { refused(what: string): void }).refused(`${effectiveDirective} ${blockedURI}`),
    ),
  );
  const [one] = await demo.query(
    `SELECT '/transactions/merchants/' || (SELECT id FROM merchants LIMIT 1) AS merchant,
       '/users/' || (SELECT id FROM linked_users LIMIT 1) AS person`,
  );
  const details = [one?.merchant, one?.person].map(String);
  for (const path of [
    ...STAFF_PAGES,
    ...details,
    "/nowhere",
    NO_SUCH_USER,
    "/connect/nobody-has-this-link",
  ]) {
    const response = await page.goto(`${demo.url}${path}`);
    expect(response?.headers()["content-security-policy"], path).toContain("'nonce-");
    const scripts = await page.locator("script[src]").count();
    expect(scripts, `${path} has scripts`).toBeGreaterThan(0);
    await expect(page.locator("main"), path).toHaveCount(1);
    await expect(page.getByText("Connecting…", { exact: true }).filter({ visible: true })).toHaveCount(0);
    expect(await moved(), path).toEqual([]);
    await expectNoBarriers(page, path);
    expect(refused, path).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    await expect.poll(() => overflowOf(page), `${path} on a phone`).toBeLessThanOrEqual(0);
    await page.setViewportSize(size);
  }
});

test("what moves by itself is noticed", async ({ page, demo }) => {
  const moved = await watchShifts(page);
  await page.goto(`${demo.url}/sign-in`);
  await expect(page.getByLabel("E-mail")).toBeVisible();
  const before = (await moved()).length;
  await page.evaluate(() =>
    document.body.prepend(Object.assign(document.createElement("p"), { textContent: "late" })),
  );
  await expect.poll(async () => (await moved()).length).toBeGreaterThan(before);
});

test("signing in leads to where one was going", async ({ page, demo }) => {
  await page.goto(`${demo.url}/transactions?status=declined`);
  await page.getByLabel("E-mail").fill(demo.email);
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${demo.url}/transactions?status=declined`);
});

test("rows stay where they are for somebody who reads further down", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/transactions`);
  await expect(page.getByText(/^Live/).first()).toBeVisible();
  const scroller = page.getByRole("region", { name: "Transactions" });
  await scroller.evaluate((element) => element.scrollTo({ top: 300 }));
  const first = page.locator("[data-transaction]").first();
  const before = await first.textContent();
  await demo.control("pay", { customer: "sofia" });
  await page.getByRole("button", { name: "1 new transaction: show" }).click();
  await expect(first).not.toHaveText(before ?? "");
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
});

test("a sign-out is noticed by the other tabs", async ({ page, context, demo }) => {
  await signInByHand(page, demo);
  const other = await context.newPage();
  await other.goto(`${demo.url}/users`);
  await expect(other.getByText(/^Live/).first()).toBeVisible();
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await page.waitForURL(/\/sign-in/);
  await other.waitForURL(/\/sign-in\?next=/);
});

test("strangers get nowhere", async ({ request, demo }) => {
  for (const path of STAFF_PAGES) {
    const response = await request.get(`${demo.url}${path}`, { maxRedirects: 0 });
    expect(response.status(), path).toBeGreaterThanOrEqual(300);
    expect(response.headers().location, path).toContain("/sign-in");
  }
  expect((await request.get(`${demo.url}/api/live`)).status()).toBe(401);
  const health = await request.get(`${demo.url}/api/health`);
  expect(await health.json()).toMatchObject({ status: "ok", database: "ok", migrations: "ok" });
});

test("the webhook's door answers as agreed, and never with a page", async ({ request, demo }) => {
  const url = demo.webhookUrl;
  const cases: [number, string, Parameters<typeof request.fetch>[1]?][] = [
    [405, url, { method: "GET" }],
    [404, url.replace(/[^/]+$/, "not-a-key-not-a-key-not-a-key"), { method: "POST", data: "x=1" }],
    [400, url, { method: "POST", data: "x=1" }],
    [413, url, { method: "POST", data: "x".repeat(70_000) }],
  ];
  for (const [status, to, options] of cases) {
    const response = await request.fetch(to, options);
    expect(response.status()).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String) },
    });
  }
  for (const [fault, status] of [
    ["bad-hash", 401],
    ["malformed", 400],
    ["unknown-event", 200],
  ] as const) {
    expect(await demo.control("trigger", { event: "card_transaction_received", fault })).toMatchObject({
      status,
    });
  }
  expect(demo.output()).not.toContain("e2e-key");
});

test("staff decide over what was refused, with a reason", async ({ page, demo }) => {
  await signIn(page, demo);
  await demo.control("trigger", { event: "card_transaction_received", fault: "bad-hash" });
  await page.goto(`${demo.url}/deliveries?verdict=quarantined`);
  await page.getByRole("row").nth(1).getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "card_transaction_received" });
  await drawer.getByRole("button", { name: "Discard" }).click();
  await page.getByLabel("Reason").fill("A test of ours");
  await page.getByRole("button", { name: "Discard" }).last().click();
  await expect(page.getByText("Done: 1 delivery.")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).last().click();
  await expect(drawer.getByText("Discarded")).toBeVisible();
  await page.goto(`${demo.url}/audit`);
  await expect(page.getByRole("row", { name: /discarded a delivery/ }).first()).toBeVisible();
});

test("one LISTEN and each pool once, when every door was used", async ({ page, demo }) => {
  await signIn(page, demo);
  // What the pages ask of the database counts, not how they look.
  for (const path of STAFF_PAGES)
    expect((await page.request.get(`${demo.url}${path}`, { maxRedirects: 0 })).status(), path).toBe(200);
  await fetch(`${demo.url}/api/health`);
  await demo.control("trigger", { event: "card_transaction_received" });
  const rows = await demo.query(
    "SELECT application_name AS name, count(*)::int FROM pg_stat_activity WHERE application_name LIKE 'anytime-dashboard%' GROUP BY 1",
  );
  const isListen = ({ name }: Record<string, unknown>) => String(name).endsWith("listen");
  expect(rows.filter(isListen)).toMatchObject([{ count: 1 }]);
  const kinds = rows.filter((row) => !isListen(row)).map(({ name }) => String(name).split(" ")[1]);
  expect(kinds.toSorted()).toEqual([...new Set(kinds)].toSorted());
  expect(kinds).toEqual(expect.arrayContaining(["intake", "staff"]));
});

test("a payment and a person take their place at once, before they are there", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${demo.url}/transactions`);
  // Everything that is asked for waits, what is read ahead or again too.
  const held: (() => void)[] = [];
  const release = async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    for (const goOn of held.splice(0)) goOn();
  };
  await page.route("**/*_rsc=*", async (route) => {
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  const row = page.locator("tr[data-transaction]").first();
  const merchant = row.getByRole("link").first();
  const name = (await merchant.textContent()) ?? "";
  await merchant.click();
  await expect(page.locator("[data-awaited]")).toContainText(name);
  await expect(row).toHaveAttribute("aria-current", "true");
  await expect(page).not.toHaveURL(/open=/);
  await release();
  const drawer = page.getByRole("dialog", { name });
  await expect(drawer.getByRole("heading", { name: "Versions from the bank" })).toBeVisible();
  await expect(page.locator("[data-awaited]")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(page).toHaveURL(/open=/);
  await release();
  await expect(page).not.toHaveURL(/open=/);
  const person = page.locator("tr[data-transaction] a[href^='/users/']").first();
  const who = (await person.textContent()) ?? "";
  await person.click();
  await expect(page.locator("[data-awaited]")).toContainText(who);
  await release();
  await expect(page.getByRole("heading", { level: 1, name: who })).toBeVisible();
  await expect(page.locator("[data-awaited]")).toHaveCount(0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a click shows at once that it was heard, and live updates do not delay it", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(demo.url);
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
  const refreshes: string[] = [];
  let navigating = false;
  await page.route("**/*_rsc=*", async (route) => {
    if (navigating && new URL(route.request().url()).pathname === "/") refreshes.push(route.request().url());
    // Pages of a second, and somewhat longer than the time between two events.
    await sleep(1_000);
    await route.continue();
  });
  const events = setInterval(() => {
    // The page may be gone before the last of them.
    demo.control("pay", { customer: "sofia" }).catch(() => undefined);
  }, 400);
  const rail = page.getByRole("navigation").getByRole("link", { name: "Linked users" });
  await rail.click();
  navigating = true;
  await expect(rail).toHaveAttribute("data-heard", "");
  await expect(page.getByRole("heading", { name: "Linked users" })).toBeVisible({ timeout: 10_000 });
  await expect(rail).not.toHaveAttribute("data-heard", "");
  clearInterval(events);
  expect(refreshes).toEqual([]);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
