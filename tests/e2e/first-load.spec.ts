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

test("menus and dialogs come after a page, and a menu of several choices stays open", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.add(request.url());
  });
  await page.goto(`${demo.url}/users`);
  const first = [...scripts];
  const texts = await Promise.all(first.map(async (url) => (await page.request.get(url)).text()));
  // What React Aria's menu alone writes.
  expect(texts.filter((text) => text.includes("data-has-submenu"))).toEqual([]);
  await page.getByRole("button", { name: "State", exact: true }).click();
  await page.getByRole("menuitemcheckbox", { name: "Active" }).click();
  await page.waitForURL(/state=active$/);
  await page.getByRole("menuitemcheckbox", { name: "Invited" }).click();
  await page.waitForURL(/state=[a-z_]+(%2C|,)[a-z_]+$/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "State: 2" })).toBeFocused();
});

/** Answers for all scripts that the HTML of a page does not name. */
async function answerUnnamed(page: Page, url: string, answer: (route: Route) => void): Promise<void> {
  const html = await (await page.request.get(url)).text();
  const named = [...html.matchAll(/<(?:script|link)[^>]* (?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(10);
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

test.describe("a page that is older than the server", () => {
  // Scripts that a newer server does not have.
  test.use({ provoked: [/status of 404|ChunkLoadError|Failed to load chunk/] });

  test("is loaded anew when somebody asks for a part that is gone, and not before", async ({
    page,
    demo,
  }) => {
    await signIn(page, demo);
    const gone: string[] = [];
    await answerUnnamed(page, `${demo.url}/users`, (route) => {
      gone.push(route.request().url());
      void route.fulfill({ status: 404 });
    });
    await page.goto(`${demo.url}/users`);
    const button = page.getByRole("button", { name: "Invite user" });
    // Fetched ahead, twice, to no avail.
    await expect.poll(() => gone.length).toBeGreaterThan(5);
    await expect(button).toBeVisible();
    const loaded = page.waitForEvent("load");
    await button.click();
    await loaded;
    await page.unrouteAll();
    await button.click();
    await expect(page.getByRole("dialog").getByLabel("Name")).toBeVisible();
  });
});
