import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { type RunningDemo, startDemo } from "../support/demo";
import { expect, signInByHand, test } from "./fixtures";

/*
 * One story in several steps, on a demo of its own: elsewhere there is one site. Kiosque is the demo's, Boutique is
 * added here.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const PARTNER_REF = randomBytes(32).toString("hex");
let demo: RunningDemo;
/** The callback of the second site, with its key. */
let callback = "";
const ids = { kiosque: "", boutique: "" };

test.beforeAll(async () => {
  test.setTimeout(300_000);
  demo = await startDemo();
});
test.afterAll(() => demo.stop());
test.beforeEach(({ page }) => signInByHand(page, demo));

/** Notifies the second site of a payment, as the bank does. @returns how it was answered */
async function pay(merchant: string): Promise<number> {
  const timestamp = `${Math.floor(Date.now() / 1_000)}.${randomBytes(2).readUInt16BE()}`;
  const hash = createHash("sha256").update(`${timestamp}|${PARTNER_REF}`).digest("hex");
  const transaction = {
    ...{ txid: randomBytes(6).toString("hex"), amount: "12.50", currency: "EUR", status: "S", type: "D" },
    ...{ date: "2026-11-20 14:14:48", description: `${merchant},PARIS,75001,FRA,FRA` },
  };
  const body = { method: "card_last_tx", card_ref: "BOUTIQUE-1", acc_id: "acc-boutique", transaction };
  const data = { hash, timestamp, event_name: "card_transaction_received", body };
  const notification = { reference: randomBytes(8).toString("hex"), created_at: new Date().toISOString() };
  const { status } = await fetch(callback, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ notification: { ...notification, current_try: 1, max_tries: 3, data } }),
  });
  return status;
}

async function switchTo(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Site shown: / }).click();
  await page.getByRole("menuitemradio", { name }).click();
  await expect(page.getByRole("button", { name: `Site shown: ${name}` })).toBeVisible();
}

const siteOf = (page: Page) => new URL(page.url()).searchParams.get("site");

test("a second site is added, its callback tried, and chosen in the rail", async ({ page }) => {
  await page.goto(`${demo.url}/settings`);
  await expect(page.getByRole("button", { name: /^Site shown/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Add a site" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a site" });
  await dialog.getByLabel("Name").fill("Boutique");
  await dialog.getByLabel("Domain").fill("boutique.example");
  await dialog.getByLabel("Partner ID").fill("too short");
  await dialog.getByLabel("Partner reference").fill(PARTNER_REF);
  await dialog.getByRole("button", { name: "Add the site" }).click();
  await expect(dialog.getByLabel("Partner ID")).toHaveAccessibleDescription(/It has 64 characters: letters/);
  await dialog.getByLabel("Partner ID").fill(randomBytes(32).toString("hex"));
  await dialog.getByRole("button", { name: "Add the site" }).click();
  const added = page.getByRole("alertdialog", { name: "The site is added" });
  callback = await added.getByLabel("Callback URL").inputValue();
  await added.getByRole("link", { name: "Go to its settings" }).click();

  await expect(page.getByRole("button", { name: "Site shown: Boutique" })).toBeVisible();
  ids.boutique = siteOf(page) ?? "";
  await expect(page.getByLabel("Domain")).toHaveValue("boutique.example");
  await page.getByRole("button", { name: "Send a test event" }).click();
  await expect(page.getByText("It arrived, and was accepted.")).toBeVisible();
  expect(await demo.query("SELECT 1 FROM deliveries WHERE site_id = $1", [ids.boutique])).toEqual([]);

  await switchTo(page, "Kiosque");
  ids.kiosque = siteOf(page) ?? "";
  expect(ids.kiosque).not.toBe(ids.boutique);
  // Links keep the site, and all of them together are one choice away.
  await page.getByRole("link", { name: "Transactions" }).click();
  await page.waitForURL(/\/transactions\?/);
  expect(siteOf(page)).toBe(ids.kiosque);
  await switchTo(page, "All sites");
  expect(siteOf(page)).toBeNull();
  await page.goto(`${demo.url}/settings`);
  await expect(page.getByRole("table", { name: "Sites" }).getByRole("row")).toHaveCount(3);
});

test("lists say of which site something is, where several are shown", async ({ page }) => {
  expect(await pay("CHOCOLATS DE LA BOUTIQUE")).toBe(200);
  await page.goto(`${demo.url}/transactions?q=chocolats`);
  await expect(page.getByRole("columnheader", { name: "Site" })).toBeVisible();
  await expect(page.locator("[data-transaction]")).toContainText("Boutique");
  await page.goto(`${demo.url}/transactions?q=chocolats&site=${ids.boutique}`);
  await expect(page.locator("[data-transaction]")).toHaveCount(1);
  await expect(page.getByRole("columnheader", { name: "Site" })).toHaveCount(0);
  await page.goto(`${demo.url}/transactions?q=chocolats&site=${ids.kiosque}`);
  await expect(page.getByText("No transaction matches").first()).toBeVisible();

  // The job that somebody orders for one site is of that one; what runs by itself is of all of them.
  await page.getByRole("button", { name: "Fetch missing payments" }).click();
  const fetching = page.getByRole("dialog", { name: "Fetch missing payments" });
  await fetching.getByRole("button", { name: "Fetch", exact: true }).click();
  await expect(fetching.getByText(/^Ordered\./)).toBeVisible();
  await page.goto(`${demo.url}/settings/jobs`);
  await expect(page.getByRole("columnheader", { name: "Site" }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: /^Fetch/ }).first()).toContainText("Kiosque");
  await expect(page.getByRole("row", { name: /All sites/ }).first()).toBeVisible();
  for (const path of ["/users", "/deliveries", "/audit"]) {
    await page.goto(`${demo.url}${path}`);
    await expect(page.getByRole("columnheader", { name: "Site" }).first(), path).toBeVisible();
  }
});
