import { expect, signIn, test } from "./fixtures";

test("another language changes the words, and nothing of what was typed", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  const search = page.getByRole("search").getByRole("textbox");
  await page.getByRole("button", { name: /^Your account/ }).click();
  await expect(page.getByRole("menuitemradio", { name: "Français" })).toBeVisible();
  await search.evaluate((field: HTMLInputElement) => field.setAttribute("data-same", ""));
  await page.getByRole("menuitemradio", { name: "Français" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Utilisateurs liés" })).toBeVisible();
  await expect(search).toHaveAttribute("data-same");
  await expect(page.getByText("En direct").filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("button", { name: /^Votre compte/ }).click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Linked users" })).toBeVisible();
});
