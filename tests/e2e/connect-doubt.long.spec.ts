import { BUTTON, countTokens, openLink, USED } from "./connect-doubt";
import { expect, inviteByApi, signInAtBank, test } from "./fixtures";

test("a page that was loaded again while the bank's window is open learns that its link was used", async ({
  browser,
  demo,
}) => {
  const link = await inviteByApi(demo, "Reloaded", "K-reloaded");
  const end = await openLink(browser, link);
  const popup = await signInAtBank(end, "noah");
  await expect(popup.getByRole("button", { name: "Accept" })).toBeVisible();
  await end.reload();
  await expect(end.getByRole("button", BUTTON)).toBeVisible();
  await popup.getByRole("button", { name: "Accept" }).click();
  await expect(end.getByRole("heading", USED)).toBeVisible({ timeout: 15_000 });
  expect(await countTokens(demo, "K-reloaded")).toBe(1);
  await end.context().close();
});

test("a page that was left is asked again when it is come back to", async ({ browser, demo }) => {
  const link = await inviteByApi(demo, "Left", "K-left");
  const end = await openLink(browser, link);
  const popup = await signInAtBank(end, "jonas");
  await end.goto(`${demo.url}/connect/nobody-has-this-link`);
  await popup.getByRole("button", { name: "Accept" }).click();
  await end.goBack();
  await expect(end.getByRole("heading", USED)).toBeVisible({ timeout: 15_000 });
  expect(await countTokens(demo, "K-left")).toBe(1);
  await end.context().close();
});
