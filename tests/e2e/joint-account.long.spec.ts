import { readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { expect, inviteByApi, signIn, signInAtBank, test } from "./fixtures";

// Four windows are opened one after the other.
test.setTimeout(120_000);

test("one account under two people is asked about once", async ({ page, browser, demo }) => {
  const persona: unknown = JSON.parse(await readFile("docs/examples/couple.json", "utf8"));
  await demo.control("load-persona", { persona });
  await connect(browser, demo, "aurore", "Aurore Lenoir");
  await expect.poll(() => cardsOf(demo, "Aurore Lenoir")).toBeGreaterThan(0);
  await connect(browser, demo, "basile", "Basile Lenoir");
  await signIn(page, demo);
  const [basile] = await demo.query("SELECT id::text FROM linked_users WHERE name = 'Basile Lenoir'");
  await page.goto(`${demo.url}/users/${basile?.id}`);
  await expect(page.getByText(/belongs to more than one user/)).toBeVisible();
  await page.getByRole("button", { name: "Joint account" }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText(/belongs to more than one user/)).toHaveCount(0);
  expect(await cardsOf(demo, "Basile Lenoir")).toBe(0);
});

/** A customer of the bank opens a link, and gives access. */
async function connect(browser: Browser, demo: RunningDemo, customer: string, name: string): Promise<void> {
  const link = await inviteByApi(demo, name, `K-${customer}`);
  const end = await (await browser.newContext({ locale: "en" })).newPage();
  await end.goto(link);
  const popup = await signInAtBank(end, customer);
  await popup.getByRole("button", { name: "Accept" }).click();
  await expect(end.getByRole("heading", { name: "Your Anytime account is connected" })).toBeVisible();
  await end.context().close();
}

async function cardsOf(demo: RunningDemo, name: string): Promise<number> {
  const rows = await demo.query(
    "SELECT c.id FROM cards c JOIN linked_users u ON u.id = c.linked_user_id WHERE u.name = $1",
    [name],
  );
  return rows.length;
}
