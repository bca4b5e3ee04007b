import { expect, fillSignIn, signInByHand, test } from "./fixtures";

test("a sign-in that the browser does not keep is said, and does not lead in circles", async ({
  page,
  demo,
}) => {
  // What a browser does with a cookie that is for https alone, on a page of http: it drops it.
  await page.route("**/api/auth/callback/credentials**", async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    const { "set-cookie": _dropped, ...headers } = answer.headers();
    // Fetching it put the cookie into the browser: it is dropped before the page has its answer and looks.
    await page.context().clearCookies({ name: /session-token/ });
    await route.fulfill({ response: answer, headers });
  });
  await page.goto(`${demo.url}/sign-in`);
  await fillSignIn(page, demo.email, demo.password);
  await expect(page.getByText("your browser did not keep the sign-in cookie")).toBeVisible({
    timeout: 15_000,
  });
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("whoever an issuer's answer sent back here signs in with their password", async ({ page, demo }) => {
  await page.goto(`${demo.url}/sign-in?error=oidc_not_invited`);
  await fillSignIn(page, demo.email, demo.password);
  await page.waitForURL(`${demo.url}/`);
});

test("signing out everywhere ends the sessions of other browsers, and what this one was trusted with", async ({
  page,
  browser,
  demo,
}) => {
  const elsewhere = await (await browser.newContext()).newPage();
  await signInByHand(page, demo);
  await signInByHand(elsewhere, demo);
  const device = async () =>
    (await page.context().cookies()).find(({ name }) => name.endsWith("anytime-device"));
  expect(await device()).toMatchObject({ httpOnly: true, path: "/" });
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.waitForURL(/\/sign-in/);
  expect(await device()).toBeUndefined();
  await elsewhere.goto(`${demo.url}/users`);
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.context().close();
  await signInByHand(page, demo);
  await page.goto(`${demo.url}/audit`);
  await expect(page.getByRole("row", { name: /signed out everywhere/ })).toHaveCount(1);
});
