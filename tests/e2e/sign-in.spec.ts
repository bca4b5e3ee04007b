import { readFile } from "node:fs/promises";
import { embeddedUrl } from "../../scripts/support/database-url";
import { makeClient } from "../support/client";
import type { RunningDemo } from "../support/demo";
import { expect, signInByHand, test } from "./fixtures";

const fill = async (page: import("@playwright/test").Page, email: string, password: string) => {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

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
  await fill(page, demo.email, demo.password);
  await expect(page.getByText("your browser did not keep the sign-in cookie")).toBeVisible({
    timeout: 15_000,
  });
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("whoever an issuer's answer sent back here signs in with their password", async ({ page, demo }) => {
  await page.goto(`${demo.url}/sign-in?error=oidc_not_invited`);
  await fill(page, demo.email, demo.password);
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

test.describe("while the database is away", () => {
  test.use({ provoked: [/status of (401|404|500|503)|React error #441/] });

  test("signing in says so, pages say so, and both come back by themselves", async ({
    page,
    browser,
    demo,
  }) => {
    test.setTimeout(120_000);
    await signInByHand(page, demo);
    const fresh = await (await browser.newContext()).newPage();
    await fresh.goto(`${demo.url}/sign-in`);
    const bringBack = await takeDatabaseAway(demo);
    try {
      await fill(fresh, demo.email, demo.password);
      await expect(fresh.getByText("cannot reach its database")).toBeVisible({ timeout: 30_000 });
      await page.goto(`${demo.url}/users`);
      await expect(page.getByRole("heading", { name: "The database is unavailable" })).toBeVisible({
        timeout: 30_000,
      });
    } finally {
      bringBack();
    }
    await expect(page.getByRole("heading", { name: "Linked users" })).toBeVisible({ timeout: 30_000 });
    await fill(fresh, demo.email, demo.password);
    await fresh.waitForURL(`${demo.url}/`);
    await fresh.context().close();
  });
});

/** Freezes Postgres: whoever was connected is cut, and who comes gets no answer. @returns wakes it up */
async function takeDatabaseAway(demo: RunningDemo): Promise<() => void> {
  const file = await readFile(`${demo.dataDir}/postgres/postmaster.pid`, "utf8");
  const pid = Number(file.split("\n")[0]);
  const found = await embeddedUrl(demo.dataDir);
  if (!found.ok) throw new Error(found.problem);
  const admin = makeClient(found.url);
  admin.on("error", () => undefined);
  await admin.connect();
  process.kill(pid, "SIGSTOP");
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()",
  );
  await admin.end();
  return () => process.kill(pid, "SIGCONT");
}
