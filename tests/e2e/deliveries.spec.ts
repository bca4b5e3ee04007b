import { expectNoBarriers } from "./barriers";
import { expect, signIn, test } from "./fixtures";

test("the deliveries page shows why, what changed, and what would change", async ({ page, demo }) => {
  await signIn(page, demo);
  await demo.control("trigger", { event: "card_transaction_received", fault: "bad-hash" });
  await demo.control("trigger", { event: "card_transaction_received", fault: "duplicate" });

  await page.goto(`${demo.url}/deliveries`);
  await page.getByRole("button", { name: "Verdict" }).click();
  await page.getByRole("menuitemradio", { name: "Quarantined" }).click();
  await page.waitForURL(/verdict=quarantined/);
  await page
    .getByRole("row", { name: /card_transaction_received/ })
    .first()
    .getByRole("link")
    .first()
    .click();
  const refused = page.getByRole("dialog", { name: "card_transaction_received" });
  await expect(
    refused.getByText(/The hash begins with 00000000\. .* it would begin with [0-9a-f]{8}\./),
  ).toBeVisible();

  await page.goto(`${demo.url}/deliveries?verdict=duplicate`);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  const drawer = page.getByRole("dialog", { name: "card_transaction_received" });
  await expect(drawer.getByText("Computed with the current reference.", { exact: false })).toBeVisible();
  await expect(drawer.getByText("still current")).toBeVisible();
  await drawer.getByRole("tab", { name: "Body" }).click();
  await expect(drawer.locator("pre")).toContainText("MASKED");
  await expectNoBarriers(page);
  await drawer.getByRole("button", { name: "What would it change?" }).click();
  await expect(page.getByText("Nothing: everything in it is already known or out of date.")).toBeVisible();
});

test("deliveries are searched while one types, and charted", async ({ page, demo }) => {
  await signIn(page, demo);
  const { delivery } = await demo.control("trigger", { event: "card_transaction_received" });
  expect(delivery).not.toBeNull();
  await page.goto(`${demo.url}/deliveries?charts=1&window=1h`);
  await expect(page.getByRole("img", { name: /^Deliveries by outcome: Accepted \d/ })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.waitForURL(/open=/);
  const id = new URL(page.url()).searchParams.get("open") ?? "";
  await page.getByRole("searchbox").or(page.getByLabel("Id, reference or txid")).first().fill(id);
  await page.waitForURL(new RegExp(`q=${id}`));
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("a decision over all that match runs in the background, and says how far it is", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await demo.control("trigger", { event: "card_transaction_received", fault: "duplicate" });
  await page.goto(`${demo.url}/deliveries?verdict=duplicate`);
  await page.getByRole("button", { name: "All that match" }).click();
  await page.getByRole("menuitem", { name: "Process all that match again" }).click();
  await expect(page.getByText(/This applies to \d+ deliver/)).toBeVisible();
  await page.getByLabel("Reason").fill("A test of ours");
  await page.getByRole("button", { name: "Process again" }).click();
  await expect(page.getByText(/Started for \d+ deliver/)).toBeVisible();
  await page.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("Done").first()).toBeVisible();
  await expect(page.getByText(/\d+ done/).first()).toBeVisible();
});

test("a table that is held still stays so under another filter", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/deliveries`);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: new rows are waiting")).toBeVisible();
  await page.getByRole("link", { name: /Quarantined/ }).click();
  await page.waitForURL(/verdict=quarantined/);
  await expect(page.getByText("Paused: new rows are waiting")).toBeVisible();
  await page.getByRole("link", { name: /Quarantined/ }).click();
  await page.waitForURL((url) => !url.search.includes("verdict"));
  await demo.control("pay", { customer: "sofia" });
  await page.getByRole("button", { name: /new deliver.*: show/ }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText(/^Live/).first()).toBeVisible();
});

test("the bank's studio sends, shows what it sent, and leads to the delivery", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(demo.bank);
  const answered = page.waitForResponse((response) => response.url().endsWith("/control/trigger"));
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const { reference } = (await (await answered).json()) as { reference: string };
  const row = page.locator("#requests tr").filter({ has: page.locator(`a[href$="${reference}"]`) });
  await row.getByRole("button", { name: "Open" }).click();
  await expect(page.locator("#requests pre").filter({ hasText: reference })).toContainText("card_last_tx");
  await row.getByRole("link", { name: "In the dashboard" }).click();
  await page.waitForURL(new RegExp(`q=${reference}`));
  await expect(page.getByRole("row")).toHaveCount(2);
});
