import { readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { expect, inviteByApi, signIn, signInAtBank, test } from "./fixtures";

test("payments that were never sent are fetched from the question why, and an open list says how many", async ({
  page,
  context,
  demo,
}) => {
  await signIn(page, demo);
  const list = await context.newPage();
  await list.goto(`${demo.url}/transactions`);
  await expect(list.getByText(/^Live/).first()).toBeVisible();
  const set = { status: "S", description: "QUINCAILLERIE BLEUE - RUE Z, NANTES,44000,FRA,FRA" };
  for (let paid = 0; paid < 3; paid += 1) await demo.control("pay", { customer: "amina", lost: true, set });
  const [amina] = await demo.query("SELECT id::text FROM linked_users WHERE name = 'Amina Diallo'");
  await page.goto(`${demo.url}/users/${amina?.id}?why=1`);
  const why = page.locator("section", { has: page.getByRole("heading", { name: "Why no payments?" }) });
  await why.getByRole("button", { name: "Fetch missing payments" }).click();
  const dialog = page.getByRole("dialog", { name: "Fetch missing payments" });
  await dialog.getByRole("button", { name: "Fetch", exact: true }).click();
  await expect(dialog.getByText(/^Ordered\./)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await list.getByRole("button", { name: "3 payments fetched" }).click();
  await expect(list.getByText("Quincaillerie Bleue").first()).toBeVisible();
  await test.step("an incident leads to the question, which leaves nothing in the address", async () => {
    await page.goto(`${demo.url}/transactions?fetch=2026-11-20`);
    await expect(dialog.getByLabel("From")).toHaveValue("2026-11-20");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page).toHaveURL(`${demo.url}/transactions`);
    await page.reload();
    await expect(page.getByRole("button", { name: "Fetch missing payments" })).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });
});

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

test("nobody agrees to words that were changed after their page was loaded", async ({ demo }) => {
  const link = await inviteByApi(demo, "Nora Stale", "K-stale");
  const secret = new URL(link).pathname.split("/").at(-1);
  const html = await (await fetch(link)).text();
  const [, shown] = /wording\\?":\\?"([0-9a-f]{64})/.exec(html) ?? [];
  const begin = async (wording: string | undefined) => {
    const response = await fetch(`${demo.url}/api/connect/attempts`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: demo.url, "Sec-Fetch-Site": "same-origin" },
      body: JSON.stringify({ secret, language: "en", wording }),
    });
    expect(response.status).toBe(200);
    const [row] = await demo.query(
      `SELECT encode(a.wording_digest, 'hex') AS wording FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
       JOIN linked_users u ON u.id = s.linked_user_id WHERE u.name = 'Nora Stale' ORDER BY a.id DESC LIMIT 1`,
    );
    return row?.wording;
  };
  expect(await begin("0".repeat(64))).toBeNull();
  expect(await begin(shown)).toBe(shown);
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
