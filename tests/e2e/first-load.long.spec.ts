import type { Route } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { answerUnnamed } from "./late-scripts";

test.describe("what comes after a page", () => {
  // Scripts that a newer server does not have, or that no server gives.
  test.use({ provoked: [/status of 404|ERR_INTERNET_DISCONNECTED|ChunkLoadError|Failed to load chunk/] });

  test("says that it has not come, and comes later unless that was taken back", async ({ page, demo }) => {
    await signIn(page, demo);
    const connection = { isLost: true };
    const answer = (route: Route) =>
      connection.isLost ? route.abort("internetdisconnected") : route.continue();
    await answerUnnamed(page, `${demo.url}/users`, (route) => void answer(route));
    await page.route("**/icon.svg", answer);
    await page.goto(`${demo.url}/users`);
    const late = page.getByText("Still loading.");
    const palette = page.getByRole("dialog", { name: "Search everything" });
    for (const name of ["Search", "State", "Invite user"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await expect(late).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(late).toHaveCount(0);
    }
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(late).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Search", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(late).toBeVisible();
    connection.isLost = false;
    await expect(palette).toBeVisible();
    await expect(late).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(palette).toHaveCount(0);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  test("has a page of an older version loaded anew once it is asked for, and not before", async ({
    page,
    demo,
  }) => {
    await signIn(page, demo);
    const gone = { count: 0, at: 0 };
    await answerUnnamed(page, `${demo.url}/users`, (route) => {
      Object.assign(gone, { count: gone.count + 1, at: Date.now() });
      void route.fulfill({ status: 404 });
    });
    await page.goto(`${demo.url}/users`);
    await page.evaluate(() => document.body.setAttribute("data-old", ""));
    const old = page.locator("body[data-old]");
    // Given up: what is live is asked for every five seconds still, the rest was every second.
    await expect.poll(() => gone.count > 3 && Date.now() - gone.at > 2_000, { timeout: 30_000 }).toBe(true);
    await expect(old).toHaveCount(1);
    const button = page.getByRole("button", { name: "Invite user" });
    await button.click();
    await expect(old).toHaveCount(0);
    await page.unrouteAll();
    await button.click();
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeVisible();
  });
});
