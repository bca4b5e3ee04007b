import { listCutOff } from "./cut-off";
import { expect, signIn, test } from "./fixtures";
import { STAFF_PAGES } from "./staff-pages";

test("nothing is cut off on phones, tablets and small laptops", async ({ page, demo }) => {
  test.setTimeout(240_000);
  await signIn(page, demo);
  const found: string[] = [];
  for (const path of STAFF_PAGES) {
    await page.goto(`${demo.url}${path}`);
    for (const width of [360, 768, 1_024]) {
      await page.setViewportSize({ width, height: 800 });
      found.push(...(await listCutOff(page)).map((what) => `${path} at ${width} px: ${what}`));
    }
  }
  expect(found).toEqual([]);
});
