import type { Page } from "@playwright/test";
import { type EmptyInstallation, startEmpty } from "../support/empty";
import { expect, signInByHand, test } from "./fixtures";
import { STAFF_PAGES } from "./staff-pages";

/** What a role may do: invite, set up, or only look. */
interface Role {
  readonly role: string;
  readonly invites: boolean;
  readonly setsUp: boolean;
}

/**
 * Tests an installation with nothing in it, as each role sees it: what is empty says what will be there, and offers
 * what that role may do, and nothing else.
 */
export function tryRoles(roles: readonly Role[]): void {
  let empty: EmptyInstallation;
  test.beforeAll(async () => {
    test.setTimeout(120_000);
    empty = await startEmpty();
  });
  test.afterAll(() => empty.stop());

  for (const role of roles) {
    test(`the role ${role.role} finds no dead end on an empty installation`, async ({ page }) => {
      test.setTimeout(180_000);
      await findDeadEnds(page, empty, role);
    });
  }
}

async function findDeadEnds(
  page: Page,
  empty: EmptyInstallation,
  { role, invites, setsUp }: Role,
): Promise<void> {
  await signInByHand(page, { ...empty, email: await empty.addColleague(role) });
  const refused = await findRefused(page, empty.url);
  const offered = new Set<string>();
  for (const path of STAFF_PAGES.filter((each) => !refused.has(each))) {
    await page.goto(`${empty.url}${path}`);
    await expect(page.locator("main h1"), path).toHaveCount(1);
    for (const href of await linksOf(page)) offered.add(href);
  }
  // One after the other: asked for all at once, a small machine is too busy for some.
  for (const href of offered) expect(await isRefused(page, empty.url, href), href).toBe(false);

  const main = page.locator("main");
  const inviting = main.getByRole("link", { name: "Invite user" });
  for (const path of ["/users", "/transactions", "/users/funnel"]) {
    await page.goto(`${empty.url}${path}`);
    await expect(inviting, path).toHaveCount(invites ? 1 : 0);
    const others = main.getByText(/^Colleagues with the role support or above invite users/);
    await expect(others, path).toHaveCount(invites ? 0 : 1);
  }
  await page.goto(`${empty.url}/deliveries`);
  await expect(main.getByRole("link", { name: "Open settings" })).toHaveCount(setsUp ? 1 : 0);
  // Nothing matches, so nothing is to be decided.
  await expect(main.getByRole("button", { name: "All that match" })).toHaveCount(0);
  if (!invites) return;
  await page.goto(`${empty.url}/transactions`);
  await inviting.click();
  await expect(page.getByRole("dialog", { name: "Invite a user" })).toBeVisible();
}

async function isRefused(page: Page, url: string, path: string): Promise<boolean> {
  const answer = await page.request.get(`${url}${path}`, { maxRedirects: 0 });
  return answer.status() !== 200;
}

/** The pages that a role may not see. */
async function findRefused(page: Page, url: string): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  for (const path of STAFF_PAGES) if (await isRefused(page, url, path)) refused.add(path);
  return refused;
}

/** Where the links of a page lead, of those that stay in the dashboard. */
function linksOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("a")]
      .map((link) => link.getAttribute("href") ?? "")
      .filter((href) => href.startsWith("/") && !href.startsWith("/api/")),
  );
}
