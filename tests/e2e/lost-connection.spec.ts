import type { Page, Route } from "@playwright/test";
import { expect, invite, signIn, test } from "./fixtures";
import { holdScripts } from "./hold-scripts";

// What a cut connection, a missing script and an unknown action write to the console is provoked here.
test.use({
  provoked: [
    /ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|status of 4\d\d|ChunkLoadError|Failed to load chunk/,
  ],
});

const isAction = (route: Route) => route.request().headers()["next-action"] !== undefined;
const cutActions = (page: Page) =>
  page.route("**/*", (route) => (isAction(route) ? route.abort("internetdisconnected") : route.continue()));

test("what was typed outlives a lost connection, and every wait ends with words", async ({ page, demo }) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Typed Name");
  await cutActions(page);
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText(/No answer arrived. What you typed is still here/)).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue("Typed Name");
  // Editing takes back what was said.
  await dialog.getByLabel("Name").press("End");
  await dialog.getByLabel("Name").pressSequentially("s");
  await expect(dialog.getByText(/No answer arrived/)).toHaveCount(0);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByLabel("Connect link", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();

  // A card of an account that nobody has.
  const set = { "body.card_ref": "ANY0000900003", "body.acc_id": "stray-of-lost-connection" };
  await demo.control("trigger", { event: "card_transaction_received", set });
  await page.goto(`${demo.url}/transactions/unattributed`);
  await cutActions(page);
  await page.getByRole("button", { name: "Assign" }).first().click();
  await expect(dialog.getByText(/No answer arrived/)).toBeVisible();
  await expect(dialog.getByText("Searching…")).toHaveCount(0);
  await page.unrouteAll();
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByRole("radio").first()).toBeVisible();
  await page.keyboard.press("Escape");

  await page.goto(`${demo.url}/users`);
  const search = page.getByRole("search").getByRole("textbox");
  // Nothing can be said by a page whose script has not come.
  await expect(page.getByText(/^Live/).filter({ visible: true }).first()).toBeVisible();
  await page.route("**/*", (route) => route.abort("internetdisconnected"));
  await search.fill("camille");
  await expect(page.getByText("No answer arrived. Check your connection.")).toBeVisible();
  await expect(search).toHaveValue("camille");
  await page.unrouteAll();
  await search.press("Enter");
  await page.waitForURL(/q=camille/);
});

test("signing out and choosing a theme say that no answer came", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await expect(page.getByText(/^Live/).filter({ visible: true }).first()).toBeVisible();
  const account = page.getByRole("button", { name: /^Your account/ });
  await account.click();
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await page.route("**/*", (route) => route.abort("internetdisconnected"));
  const said = page.getByRole("alert").filter({ hasText: "The server did not answer" });
  await account.click();
  await page.getByRole("menuitem", { name: "Sign out", exact: true }).click();
  await expect(said).toBeVisible();
  await page.unrouteAll();
  await account.click();
  await page.getByRole("menuitemradio", { name: "Light" }).click();
  await expect(said).toHaveCount(0);
  await cutActions(page);
  await account.click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(said).toBeVisible();
});

test("what is typed before the page's script has run is searched for", async ({ page, demo }) => {
  await signIn(page, demo);
  const run = await holdScripts(page);
  await page.goto(`${demo.url}/users`, { waitUntil: "commit" });
  const search = page.getByRole("search").getByRole("textbox");
  await search.fill("camille");
  run();
  await page.waitForURL(/q=camille/);
  await expect(search).toHaveValue("camille");
});

test("a click before the page's script has run opens its dialog once it has", async ({ page, demo }) => {
  await signIn(page, demo);
  const run = await holdScripts(page);
  // What is streamed late moves what stands below it: the button stays where it is once all has come.
  await page.goto(`${demo.url}/transactions`, { waitUntil: "domcontentloaded" });
  await page.getByRole("button", { name: "Dates and amounts" }).click();
  run();
  await expect(page.getByRole("dialog").getByLabel("From")).toBeVisible();
});

test("the palette's keys before the page's script has run open it once it has", async ({ page, demo }) => {
  await signIn(page, demo);
  const run = await holdScripts(page);
  await page.goto(`${demo.url}/transactions`, { waitUntil: "domcontentloaded" });
  await page.keyboard.press("Control+k");
  // Letters go on to a field that is not there yet, but what they follow holds.
  await page.keyboard.press("c");
  run();
  await expect(page.getByRole("dialog", { name: "Search everything" })).toBeVisible();
});

test("a dialog of an old page says that there is a new version, and keeps what was typed", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.route("**/*", (route) => {
    const headers = route.request().headers();
    return route.continue(
      isAction(route) ? { headers: { ...headers, "next-action": `40${"a".repeat(40)}` } } : {},
    );
  });
  await page.getByRole("button", { name: "Invite user" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Typed Name");
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByRole("dialog").getByText(/This page has a new version/)).toBeVisible();
  await expect(page.getByRole("dialog").getByLabel("Name")).toHaveValue("Typed Name");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Invite user" })).toBeVisible();
});

test("a connect link is cancelled only when that is said twice", async ({ page, demo }) => {
  await signIn(page, demo);
  await invite(page, demo, "Twice Asked", "K-cancel");
  await page.getByRole("link", { name: "Twice Asked" }).click();
  await page.getByRole("button", { name: "Cancel link" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Cancel link" }).click();
  await dialog.getByRole("button", { name: "Cancel the link" }).click();
  await expect(page.getByRole("button", { name: "Cancel link" })).toHaveCount(0);
});

test("a field is red once it was filled in wrong, and the press after mending it counts", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog");
  const [name, email] = [dialog.getByLabel("Name"), dialog.getByLabel("E-mail")];
  const border = (field: typeof name) => field.evaluate((input) => getComputedStyle(input).borderColor);
  await email.focus();
  const fresh = await border(name);
  await name.fill("Mended");
  await email.fill("nobody");
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(email).toHaveAttribute("data-invalid", "true");
  expect(await border(email)).not.toBe(fresh);
  expect(await border(name)).toBe(fresh);
  await email.fill("nobody@example.com");
  // As a person does: at where the button stands now.
  const box = await page.getByRole("button", { name: "Create link" }).boundingBox();
  await page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 4);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByLabel("Connect link", { exact: true })).toBeVisible();
});
