import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type RunningDemo, startDemo } from "../support/demo";
import { inviteByApi } from "../support/invite";

interface Fixtures {
  /** Errors of the console that a test provokes on purpose, by what the browser says of them. */
  provoked: readonly RegExp[];
  /** Fails the test where a page it opened wrote any other error to the console. */
  quietConsole: undefined;
}
interface WorkerFixtures {
  demo: RunningDemo;
}

/** Tests on the production build, started by `npm run demo` once for all of them. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const demo = await startDemo();
      await use(demo);
      await demo.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  provoked: [[/status of 40[14]/], { option: true }],
  quietConsole: [
    async ({ context, provoked }, use) => {
      const complaints: string[] = [];
      context.on("console", (message) => {
        const text = message.text();
        if (message.type() === "error" && !provoked.some((pattern) => pattern.test(text)))
          complaints.push(text);
      });
      context.on("weberror", (error) => complaints.push(error.error().message));
      await use(undefined);
      expect(complaints, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

/** The session of each demo, once somebody has signed in. */
const sessions = new WeakMap<RunningDemo, Awaited<ReturnType<BrowserContext["cookies"]>>>();

/** Is signed in, by the session that the first test to ask for one made by hand. Where it leads is up to the test. */
export async function signIn(page: Page, demo: RunningDemo): Promise<void> {
  const kept = sessions.get(demo);
  if (kept !== undefined) {
    await page.context().addCookies(kept);
    // A test about signing out everywhere may have ended it since.
    const answer = await page.request.get(`${demo.url}/audit`, { maxRedirects: 0 });
    if (answer.status() === 200) return;
    await page.context().clearCookies();
  }
  await signInByHand(page, demo);
  sessions.set(demo, await page.context().cookies());
}

/** Signs this browser out without a word. A page that is still open would notice, and lead to its own sign-in. */
export async function forget(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
}

/** Fills in the form for signing in, and sends it. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in by hand, and is on the first page: for tests about signing in and out. */
export async function signInByHand(
  page: Page,
  demo: Pick<RunningDemo, "url" | "email" | "password">,
): Promise<void> {
  await page.goto(`${demo.url}/sign-in`);
  await fillSignIn(page, demo.email, demo.password);
  await page.waitForURL(`${demo.url}/`);
}

/**
 * Is signed in as with a second factor, which making API keys needs. What an app shows counts once in 30 seconds, so
 * the session of the tests is marked; `staff.spec.ts` goes the whole way.
 */
export async function signInStrongly(page: Page, demo: RunningDemo): Promise<void> {
  await signIn(page, demo);
  await demo.query(
    `UPDATE staff_sessions SET second_factor_at = now()
     WHERE staff_id = (SELECT id FROM staff WHERE email = $1)`,
    [demo.email],
  );
}

/** Invites somebody by hand. @returns their connect link */
export async function invite(
  page: Page,
  demo: RunningDemo,
  name: string,
  reference: string,
): Promise<string> {
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "Invite user" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByLabel("External reference").fill(reference);
  await page.getByRole("button", { name: "Create link" }).click();
  const link = await page.getByLabel("Connect link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Close" }).click();
  return link;
}

/** Signs in at the bank in the popup that the connect page's button opens. */
export async function signInAtBank(page: Page, customer: string): Promise<Page> {
  const opening = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Connect with Anytime" }).click();
  const popup = await opening;
  await popup.getByLabel("E-mail").fill(`${customer}@example.com`);
  await popup.getByLabel("Password").fill("anytime");
  await popup.getByRole("button", { name: "Sign in" }).click();
  return popup;
}

export { expect, inviteByApi };
