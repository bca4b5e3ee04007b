import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";

test.beforeEach(async ({ page, demo }) => {
  await signIn(page, demo);
});

const table = (page: Page) => page.getByRole("table", { name: "Transactions" });

test("staff arrange columns, and keep what they look at as a view", async ({ page, demo }) => {
  await page.goto(`${demo.url}/transactions?period=90d`);
  await page.getByRole("columnheader", { name: "Amount" }).getByRole("link").click();
  await expect(page.getByRole("columnheader", { name: "Amount" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("button", { name: "Columns" }).click();
  const choice = page.getByRole("dialog", { name: "Columns and rows" });
  await choice.getByRole("checkbox", { name: "Balance" }).check();
  await choice.getByRole("checkbox", { name: "Category" }).uncheck();
  await choice.getByRole("button", { name: "Move Status up" }).press("Enter");
  await choice.getByRole("radio", { name: "Compact" }).check();
  await choice.getByRole("button", { name: "Apply" }).click();
  await expect(choice).toBeHidden();
  const heads = ["Date", "Merchant", "User", "Card", "Status", "Amount", "Balance"];
  await expect(table(page).getByRole("columnheader")).toHaveText(heads);

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  const naming = page.getByRole("dialog", { name: "Save this view" });
  await naming.getByLabel("Name").fill("Large ones");
  await naming.getByRole("checkbox", { name: /with everybody/ }).check();
  await naming.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/view=/);

  // The choice is kept beside the view, and each can change without the other.
  await page.goto(`${demo.url}/transactions`);
  await page.getByRole("button", { name: "Columns" }).click();
  await choice.getByRole("button", { name: "Usual columns" }).click();
  await choice.getByRole("radio", { name: "Comfortable" }).check();
  await choice.getByRole("button", { name: "Apply" }).click();
  await expect(table(page).getByRole("columnheader", { name: "Balance" })).toHaveCount(0);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Large ones" }).click();
  await page.waitForURL(/sort=largest/);
  await expect(table(page).getByRole("columnheader")).toHaveText(heads);
  await page.getByRole("button", { name: "Large ones" }).click();
  await page.getByRole("menuitem", { name: /^Delete/ }).click();
  await page.getByRole("button", { name: "Delete the view" }).click();
  await page.waitForURL(`${demo.url}/transactions`);
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
});

test("staff arrange the columns of people as well", async ({ page, demo }) => {
  await page.goto(`${demo.url}/users`);
  const people = page.getByRole("table", { name: "Linked users" });
  await page.getByRole("button", { name: "Columns" }).click();
  const choice = page.getByRole("dialog", { name: "Columns and rows" });
  await expect(choice.getByRole("checkbox", { name: "State" })).toBeDisabled();
  await choice.getByRole("checkbox", { name: "Reference" }).check();
  await choice.getByRole("checkbox", { name: "Cards" }).uncheck();
  await choice.getByRole("button", { name: "Apply" }).click();
  await expect(choice).toBeHidden();
  const texts = people.getByRole("columnheader").filter({ hasText: /./ });
  await expect(texts).toHaveText([
    "Choose everybody on this page",
    "User",
    "State",
    "Linked",
    "Last transaction",
    "30 days",
    "Reference",
  ]);
  await page.getByRole("button", { name: "Columns" }).click();
  await choice.getByRole("button", { name: "Usual columns" }).click();
  await choice.getByRole("button", { name: "Apply" }).click();
  await expect(people.getByRole("columnheader", { name: "Reference" })).toHaveCount(0);
});

test("the open payment is tagged, annotated, joined with its settlement and parted again", async ({
  page,
  demo,
}) => {
  // Nobody's: the bank is not asked for it, and so does not say meanwhile that the earlier one is reversed.
  const { txid } = await demo.control("pay", {
    customer: "refuses",
    set: { status: "A", amount: "61.20", description: "GALERIE DES ESSAIS,PARIS,75001,FRA,FRA" },
  });
  const settled = await demo.control("settle", { txid, anew: true, amount: "63.00" });
  const listed = (id: unknown) => page.locator(`tr[data-transaction="${id}"]`);
  await page.goto(`${demo.url}/transactions`);
  await expect(listed(settled.txid)).toBeVisible();
  await listed(txid).getByRole("link").first().click();
  const drawer = page.getByRole("dialog");
  await drawer.getByLabel("New tag").fill("To check");
  await drawer.getByRole("button", { name: "Add" }).click();
  await expect(drawer.getByRole("link", { name: "to check" })).toBeVisible();
  await drawer.getByLabel("New note").fill("Called the shop.");
  await drawer.getByRole("button", { name: "Save note" }).click();
  await expect(drawer.getByText("Called the shop.").first()).toBeVisible();
  await drawer.getByRole("button", { name: "Join them" }).click();
  await expect(drawer.getByText(/^Joined to the payment/)).toBeVisible();

  // What was joined lends its tag to what counts.
  await drawer.getByRole("link", { name: "to check" }).click();
  await page.waitForURL(/tag=to/);
  await expect(page.locator("tr[data-transaction]")).toHaveCount(1);
  await listed(settled.txid).getByRole("link").first().click();
  await expect(drawer.getByText("Called the shop.")).toBeVisible();
  await drawer.getByRole("button", { name: "Undo the join" }).click();
  await expect(listed(txid)).toBeVisible();
  await page.keyboard.press("j");
  await expect(listed(txid)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("charts say what the list comes to, by keyboard and as a table", async ({ page, demo }) => {
  await page.goto(`${demo.url}/transactions?period=90d`);
  await page.getByRole("link", { name: "Charts" }).click();
  const chart = page.getByRole("figure").filter({ hasText: "Spend by day" });
  const moment = chart.getByRole("slider");
  await moment.focus();
  const last = await moment.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowLeft");
  await expect(moment).not.toHaveAttribute("aria-valuetext", String(last));
  const merchants = page.getByRole("figure").filter({ hasText: "Where most was spent" });
  await merchants.getByText("As a table").click();
  await expect(merchants.getByRole("table").getByRole("row").nth(1)).toContainText("€");
  await merchants.getByRole("list").getByRole("link").first().click();
  await page.waitForURL(/merchant=/);
});

test("a file has what the list is filtered by, and the columns on screen", async ({ page, demo }) => {
  await page.goto(`${demo.url}/transactions?direction=credit`);
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: "Export payments" });
  await expect(dialog.getByText("Filters: Credits")).toBeVisible();
  const counted = dialog.getByText(/\d+ payments? fits? the filter/);
  const count = Number(/\d+/.exec((await counted.textContent()) ?? "")?.[0]);
  await dialog.getByLabel("Columns").selectOption("The columns on screen");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Export" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines).toHaveLength(1 + count);
  expect(lines[0]).toContain("Date,Merchant,City,Country,User,Card,Category,Amount");
  await expect(dialog.getByText(/^The file is complete/)).toBeVisible();
});
