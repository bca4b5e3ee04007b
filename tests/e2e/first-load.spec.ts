import type { Page, Route } from "@playwright/test";
import en from "@/lib/i18n/messages/en/apiKeys.json" with { type: "json" };
import fr from "@/lib/i18n/messages/fr/apiKeys.json" with { type: "json" };
import { expect, inviteByApi, signIn, test } from "./fixtures";
import { answerUnnamed, namedScripts } from "./late-scripts";

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

/** Holds back what Next's router reads of this page. @returns lets it come */
async function holdReads(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = [];
  const hold = (route: Route) =>
    route.request().headers().rsc === undefined ? route.continue() : void held.push(route);
  await page.route(/\/users/, hold);
  return async () => {
    await page.unroute(/\/users/, hold);
    for (const route of held) await route.continue().catch(() => undefined);
  };
}

/** What React Aria's menu alone writes. */
const OF_MENU = "data-has-submenu";

test("menus and dialogs come after a page, and leave it as it is laid out", async ({ page, demo }) => {
  await signIn(page, demo);
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.add(request.url());
  });
  const named = await namedScripts(page, `${demo.url}/users`);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "State", exact: true }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "State", exact: true })).toBeFocused();
  // The page's keys work from there.
  await page.keyboard.press("j");
  await expect(page.getByRole("row").getByRole("link").first()).toBeFocused();
  // Each would have the whole page laid out again. What React Aria's own says, globals.css does.
  expect(await page.locator("head style").count(), "style elements that scripts added").toBe(0);
  const touch = (button: Element) => getComputedStyle(button).touchAction;
  expect(await page.getByRole("button", { name: "Invite user" }).evaluate(touch)).toMatch(
    /^pan-x pan-y pinch-zoom$|^manipulation$/,
  );
  const isOfMenu = async (url: string) => (await (await page.request.get(url)).text()).includes(OF_MENU);
  for (const url of scripts)
    if (await isOfMenu(url)) expect(named, "named in the page").not.toContain(new URL(url).pathname);
  expect((await Promise.all([...scripts].map(isOfMenu))).filter(Boolean)).toHaveLength(1);
});

test("a menu of several choices takes one after the other, and keeps what was taken back away", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  const read = await holdReads(page);
  await page.getByRole("button", { name: "State", exact: true }).click();
  const active = page.getByRole("menuitemcheckbox", { name: "Active" });
  await active.click();
  // Not waiting for the list of the first choice.
  await page.getByRole("menuitemcheckbox", { name: "Invited" }).click();
  await read();
  await page.waitForURL(/state=[a-z_]+(%2C|,)[a-z_]+$/);
  // Taken back before its list has come, a change does not return with the next filter.
  const readLater = await holdReads(page);
  await active.click();
  await expect(active).not.toBeChecked();
  await active.click();
  await expect(active).toBeChecked();
  await readLater();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "State: 2" })).toBeFocused();
  await page.getByRole("search").getByRole("textbox").fill("camille");
  await page.waitForURL(/q=camille/);
  expect(new URL(page.url()).searchParams.get("state")?.split(",")).toHaveLength(2);
});

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
