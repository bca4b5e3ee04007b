import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { addBoutique, pay, siteOf } from "./second-site";

/*
 * One story in several steps. Kiosque is the demo's, Boutique is added here and stays: files run in the order of their
 * names, and this one must be the last, because all others know one site.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

/** The callback of the second site, with its key. */
let callback = "";
const ids = { kiosque: "", boutique: "" };

test.beforeEach(({ page, demo }) => signIn(page, demo));

async function switchTo(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Site shown: / }).click();
  await page.getByRole("menuitemradio", { name }).click();
  await expect(page.getByRole("button", { name: `Site shown: ${name}` })).toBeVisible();
}

test("a second site is added, its callback tried, and chosen in the rail", async ({ page, demo }) => {
  await page.goto(`${demo.url}/settings`);
  await expect(page.getByRole("button", { name: /^Site shown/ })).toHaveCount(0);
  const added = await addBoutique(page, demo);
  callback = added.callback;
  ids.boutique = added.id;
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

test("lists say of which site something is, where several are shown", async ({ page, demo }) => {
  expect(await pay(callback, "CHOCOLATS DE LA BOUTIQUE")).toBe(200);
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
