import { startDemo } from "../support/demo";
import { expect, signInByHand, test } from "./fixtures";

// What a request meets depends on how far the server had got with leaving.
test.use({ provoked: [/net::ERR_/] });

test("a page stays when the server goes away", async ({ page }) => {
  test.setTimeout(240_000);
  const demo = await startDemo();
  try {
    await signInByHand(page, demo);
    await page.goto(`${demo.url}/transactions`);
    await expect(page.getByText(/^Live/).first()).toBeVisible();
    // A change owes the page a refresh, which must not be tried while nobody is there to answer it.
    await demo.control("pay", { customer: "sofia" });
    await expect(page.locator("[data-transaction]").first()).toContainText("Unattributed");
  } finally {
    await demo.stop();
  }
  await expect(page.getByText("Reconnecting…").first()).toBeVisible({ timeout: 10_000 });
  await page.waitForTimeout(7_000);
  await expect(page.getByRole("heading", { name: "Transactions" })).toBeVisible();
});
