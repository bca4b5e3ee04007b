import type { Page } from "@playwright/test";
import { expect, signInStrongly, test } from "./fixtures";

const revoke = (page: Page, name: string) => page.getByRole("button", { name: `Revoke ${name}` });

async function makeKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("API key", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Close" }).last().click();
  // It comes in above the others, which move under whoever clicks just then.
  await expect(page.getByRole("row", { name: new RegExp(`^${name}`) })).toBeVisible();
  return key;
}

test("keys are revoked at once, and those in use only when that is said twice", async ({ page, demo }) => {
  await signInStrongly(page, demo);
  await page.goto(`${demo.url}/settings/api-keys`);
  await makeKey(page, "Never used");
  const key = await makeKey(page, "Shop");
  const ask = () => fetch(`${demo.url}/api/v1/linked-users`, { headers: { Authorization: `Bearer ${key}` } });

  await revoke(page, "Never used").click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: /Never used/ })).toContainText("Revoked");
  await expect(revoke(page, "Never used")).toHaveCount(0);

  expect((await ask()).status).toBe(200);
  await page.reload();
  await expect(page.getByRole("row", { name: /Shop/ })).not.toContainText("never");
  await revoke(page, "Shop").click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(dialog.getByText(/This key was used in the last 24 hours/)).toBeVisible();
  expect((await ask()).status).toBe(200);
  await dialog.getByRole("button", { name: "Revoke anyway" }).click();
  await expect(page.getByRole("row", { name: /Shop/ })).toContainText("Revoked");
  expect((await ask()).status).toBe(401);
});

test("the page shows requests of this dashboard's own address", async ({ page, demo }) => {
  await signInStrongly(page, demo);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${demo.url}/settings/api-keys`);
  const shown = await page.locator("pre").allTextContents();
  expect(shown).toHaveLength(8);
  for (const command of shown) expect(command).toContain(`curl "${demo.url}/api/v1/`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expect(page.getByRole("button", { name: "Copy the command: Create connect links" })).toBeVisible();
  const link = await page.getByRole("link", { name: "OpenAPI document" }).getAttribute("href");
  const described = (await (await fetch(`${demo.url}${link}`)).json()) as { paths: object };
  expect(Object.keys(described.paths)).toHaveLength(12);
});
