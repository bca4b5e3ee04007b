import type { Page } from "@playwright/test";
import { type RunningDemo, startDemo } from "../support/demo";
import { expect, inviteByApi, signInByHand, test } from "./fixtures";
import { addBoutique, pay } from "./second-site";

/*
 * One story in several steps, on a demo of its own: what is found of several sites, who sees one of them alone, and
 * how one ends. Kiosque is the demo's, Boutique is added here.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const LIMITED = "ana@boutique.example";
let demo: RunningDemo;
let boutique: { id: string; callback: string };
let kiosque = "";

test.beforeAll(async () => {
  test.setTimeout(300_000);
  demo = await startDemo();
});
test.afterAll(() => demo.stop());

/** Types into the palette of a page. @returns what of it a name fits */
async function find(page: Page, typed: string, wanted: RegExp) {
  const palette = page.getByRole("dialog", { name: "Search everything" });
  // The key does nothing before the page works.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await palette.getByRole("textbox").or(palette.getByRole("searchbox")).fill(typed);
  return palette.getByRole("menuitem", { name: wanted }).first();
}

test("the palette finds what is of any site, and says of which", async ({ page }) => {
  await signInByHand(page, demo);
  await inviteByApi(demo, "Camille Renard", "camille-1");
  boutique = await addBoutique(page, demo);
  const [other] = await demo.query("SELECT id::text FROM sites WHERE id <> $1", [boutique.id]);
  kiosque = String(other?.id);
  expect(await pay(boutique.callback, "CHOCOLATS DE LA BOUTIQUE")).toBe(200);
  await page.goto(`${demo.url}/transactions?site=${boutique.id}`);
  await expect(page.locator("[data-transaction]")).toHaveCount(1);

  await page.goto(demo.url);
  await expect(await find(page, "chocolats", /Chocolats/i)).toContainText("Boutique");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(await find(page, "camille", /Camille/)).toContainText("Kiosque");
  await page.goto(`${demo.url}/?site=${kiosque}`);
  const one = await find(page, "camille", /Camille/);
  await expect(one).toBeVisible();
  await expect(one).not.toContainText("Kiosque");
  await page.goto(`${demo.url}/?site=${boutique.id}`);
  await expect(await find(page, "chocolats", /Chocolats/i)).toBeVisible();
  const palette = page.getByRole("dialog", { name: "Search everything" });
  await palette.getByRole("textbox").or(palette.getByRole("searchbox")).fill("camille");
  await expect(palette.getByText("Nothing found.")).toBeVisible();
  await expect(palette.getByRole("menuitem")).toHaveCount(0);
});

test("somebody limited to one site sees that one alone", async ({ page }) => {
  await demo.query(
    `INSERT INTO staff (id, email, name, password_hash, role, every_site, site_ids, created_at)
     SELECT gen_random_uuid(), $2, 'Ana', password_hash, 'admin', false, $3::uuid[], now() FROM staff WHERE email = $1`,
    [demo.email, LIMITED, [boutique.id]],
  );
  await signInByHand(page, { ...demo, email: LIMITED });
  await page.goto(`${demo.url}/transactions`);
  await expect(page.locator("[data-transaction]")).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^Site shown/ })).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: "Site" })).toHaveCount(0);
  await page.goto(`${demo.url}/users`);
  await expect(page.getByText("Users who link their Anytime account will be listed here.")).toBeVisible();
  await page.goto(`${demo.url}/settings`);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Boutique");
  // Whoever sees some sites gives themselves no other one, by a new site or by an address.
  await expect(page.getByRole("button", { name: "Add a site" })).toHaveCount(0);
  await page.goto(`${demo.url}/users?site=${kiosque}`);
  await expect(page).toHaveURL(/denied=1/);
  await expect(page.getByText("Camille")).toHaveCount(0);
});

/** Changes the state of the second site, in the list of sites. */
async function change(page: Page, button: string, state: string): Promise<void> {
  const row = page.getByRole("table", { name: "Sites" }).getByRole("row", { name: /Boutique/ });
  await page.goto(`${demo.url}/settings`);
  await row.getByRole("button", { name: button }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: button }).click();
  await expect(row.getByText(state, { exact: true })).toBeVisible();
}

async function invite(page: Page, reference: string): Promise<void> {
  await page.goto(`${demo.url}/users?site=${boutique.id}&invite=1`);
  await page.getByRole("dialog").getByLabel("Name").fill("Bao");
  await page.getByLabel("External reference").fill(reference);
  await page.getByRole("button", { name: "Create link" }).click();
}

test("a site that has ended makes no links and takes deliveries, until it is closed", async ({ page }) => {
  await signInByHand(page, demo);
  await change(page, "End", "Ended");
  await invite(page, "bao-1");
  await expect(page.getByText("This site has ended: it makes no links any more.")).toBeVisible();
  expect(await pay(boutique.callback, "AFTER THE END")).toBe(200);
  await page.goto(`${demo.url}/transactions?site=${boutique.id}`);
  await expect(page.getByRole("row", { name: /After the End/i })).toBeVisible();

  await change(page, "Close the callback", "Closed");
  expect(await pay(boutique.callback, "AFTER THE CLOSING")).toBe(404);
  await change(page, "Open again", "Open");
  expect(await pay(boutique.callback, "OPEN AGAIN")).toBe(200);
  await invite(page, "bao-2");
  await expect(page.getByLabel("Connect link", { exact: true })).toHaveValue(/\/connect\//);
  await page.goto(`${demo.url}/audit`);
  for (const said of [/added a site/i, /ended a site/i, /closed/i])
    await expect(page.getByRole("row", { name: said }).first()).toBeVisible();
});
