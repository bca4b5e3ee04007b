import type { Page, Route } from "@playwright/test";
import en from "@/lib/i18n/messages/en/apiKeys.json" with { type: "json" };
import fr from "@/lib/i18n/messages/fr/apiKeys.json" with { type: "json" };
import { expect, inviteByApi, signIn, test } from "./fixtures";

/** Words of a page that is not looked at, without letters that a script may write in another way. */
const ELSEWHERE = { en: en.scopes["cards:read"], fr: fr.scopes["cards:read"] };

test("a page carries its rows: not the words of others, another language, or what nobody asked for", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  const scripts = new Set<string>();
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.add(request.url());
    if (request.headers()["next-router-prefetch"] !== undefined) ahead.push(request.url());
  });
  await page.goto(`${demo.url}/transactions`);
  // Links in sight are looked at long before this.
  await expect(page.getByText(/^Live/).filter({ visible: true }).first()).toBeVisible();
  const read = async (url: string) => (await page.request.get(url)).text();
  const loaded = (await Promise.all([...scripts].map(read))).join("\n");
  const sent = await read(page.url());
  expect(loaded).toContain(ELSEWHERE.en);
  expect(loaded).not.toContain(ELSEWHERE.fr);
  expect(sent).not.toContain(ELSEWHERE.en);
  expect(ahead, "fetched before anybody followed a link").toEqual([]);
  const rows = sent.match(/<tr data-transaction=.*?<\/tr>/gs) ?? [];
  expect(rows.length).toBeGreaterThan(10);
  expect(Math.max(...rows.map((row) => row.length)), "letters of a row").toBeLessThan(2_800);
});

/** What React Aria's menu alone writes. */
const OF_MENU = "data-has-submenu";

test("menus and dialogs come after a page, and a menu of several choices takes them one after the other", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.add(request.url());
  });
  const named = await namedScripts(page, `${demo.url}/users`);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "State", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Active" }).click();
  // Not waiting for the list of the first choice.
  await page.getByRole("menuitemcheckbox", { name: "Invited" }).click();
  await page.waitForURL(/state=[a-z_]+(%2C|,)[a-z_]+$/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "State: 2" })).toBeFocused();
  // The page's keys work from there.
  await page.keyboard.press("j");
  await expect(page.getByRole("row").getByRole("link").first()).toBeFocused();
  const isOfMenu = async (url: string) => (await (await page.request.get(url)).text()).includes(OF_MENU);
  for (const url of scripts)
    if (await isOfMenu(url)) expect(named, "named in the page").not.toContain(new URL(url).pathname);
  expect((await Promise.all([...scripts].map(isOfMenu))).filter(Boolean)).toHaveLength(1);
});

/** The scripts that the HTML of a page names. */
async function namedScripts(page: Page, url: string): Promise<(string | undefined)[]> {
  const html = await (await page.request.get(url)).text();
  const named = [...html.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(10);
  return named;
}

/** Answers for all other scripts. */
async function answerUnnamed(page: Page, url: string, answer: (route: Route) => void): Promise<void> {
  const named = await namedScripts(page, url);
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    if (named.includes(new URL(route.request().url()).pathname)) await route.continue();
    else answer(route);
  });
}
const hold = () => undefined;

test("a page works with the scripts that it asks for at once", async ({ page, demo }) => {
  await signIn(page, demo);
  await answerUnnamed(page, `${demo.url}/users`, hold);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("search").getByRole("textbox").fill("camille");
  await page.waitForURL(/q=camille/);
  await page.unrouteAll();

  const connectUrl = await inviteByApi(demo, "First Load", "first-load");
  await answerUnnamed(page, connectUrl, hold);
  await page.goto(connectUrl);
  await expect(page.getByRole("button", { name: "Connect with Anytime" })).toBeEnabled();
});

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
    const late = page.getByText("This has not come yet.");
    const palette = page.getByRole("dialog", { name: "Search everything" });
    for (const name of ["Search", "State", "Invite user"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await expect(late).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(late).toHaveCount(0);
    }
    await page.getByRole("button", { name: "Search", exact: true }).click();
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
    await expect.poll(() => gone.count > 3 && Date.now() - gone.at > 3_000).toBe(true);
    await expect(old).toHaveCount(1);
    const button = page.getByRole("button", { name: "Invite user" });
    await button.click();
    await expect(old).toHaveCount(0);
    await page.unrouteAll();
    await button.click();
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeVisible();
  });
});
