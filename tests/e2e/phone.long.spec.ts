import { expect, signIn, test } from "./fixtures";
import { overflowOf, watchShifts } from "./shifts";
import { STAFF_PAGES } from "./staff-pages";

test("nothing scrolls sideways on a phone, and nothing moves while it loads", async ({ page, demo }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, demo);
  const moved = await watchShifts(page);
  for (const path of [...STAFF_PAGES, "/connect/nobody-has-this-link"]) {
    await page.goto(`${demo.url}${path}`);
    // What follows the connection has come.
    await expect(page.getByText("Connecting…", { exact: true }).filter({ visible: true })).toHaveCount(0);
    expect(await overflowOf(page), path).toBeLessThanOrEqual(0);
    expect(await moved(), path).toEqual([]);
  }
});
