import { BUTTON, countTokens, openLink, USED } from "./connect-doubt";
import { accept } from "./connect-states";
import { expect, inviteByApi, test } from "./fixtures";

const CONNECTED = { name: "Your Anytime account is connected" };

test("a page whose event was lost claims nothing, and says what the server knows", async ({
  browser,
  demo,
}) => {
  const link = await inviteByApi(demo, "Unheard", "K-unheard");
  const end = await openLink(browser, link);
  await accept(end, "unheard");
  await expect(end.getByRole("heading", { name: "The Anytime window was closed" })).toBeVisible();
  await expect(end.getByText("Nothing was shared")).toHaveCount(0);
  await expect(end.getByText(/^If you accepted there, wait a moment/)).toBeVisible();
  // It asks every three seconds.
  await expect(end.getByRole("heading", CONNECTED)).toBeVisible({ timeout: 15_000 });
  await end.context().close();
});

test("waiting for a lost notification is called long after seconds, and ends after a minute", async ({
  browser,
  demo,
}) => {
  const link = await inviteByApi(demo, "Lost", "K-lost");
  const end = await (await browser.newContext()).newPage();
  await end.clock.install();
  await end.goto(link);
  await accept(end, "lost");
  await expect(end.getByText(/^You have accepted. Anytime is confirming it/)).toBeVisible();
  await end.clock.runFor(9_000);
  await expect(end.getByText(/This is taking longer than usual/).first()).toBeVisible();
  await end.clock.runFor(60_000);
  await expect(end.getByRole("heading", { name: "Anytime has not confirmed yet" })).toBeVisible();
  await expect(end.getByText("Waiting for Anytime to confirm…")).toHaveCount(0);
  await end.context().close();
});

test("of two tabs the one that did nothing learns that the link was used, and leads to no second token", async ({
  browser,
  demo,
}) => {
  const link = await inviteByApi(demo, "Tabs", "K-two-tabs");
  const first = await openLink(browser, link);
  const second = await first.context().newPage();
  await second.goto(link);
  await expect(second.getByRole("button", BUTTON)).toBeVisible();
  await accept(first, "sofia");
  await expect(first.getByRole("heading", CONNECTED)).toBeVisible();
  await expect(second.getByRole("heading", USED)).toBeVisible({ timeout: 15_000 });
  expect(await countTokens(demo, "K-two-tabs")).toBe(1);
  await first.context().close();
});

test("without scripts it says so, and says nowhere that it loads", async ({ browser, demo }) => {
  const link = await inviteByApi(demo, "Without", "K-no-script");
  for (const [language, words, loading] of [
    ["en", "This page needs JavaScript", "Loading the Anytime button…"],
    ["fr", "Cette page a besoin de JavaScript", "Chargement du bouton Anytime…"],
  ] as const) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const end = await context.newPage();
    await end.goto(`${link}?lang=${language}`);
    // By its element: what is read by text leaves out what only a page without scripts shows.
    await expect(end.locator("noscript p")).toContainText(words);
    await expect(end.locator("noscript p")).toBeVisible();
    for (const said of await end.getByText(loading).all()) await expect(said).toBeHidden();
    await context.close();
  }
});

test("whom to ask can be tapped", async ({ browser, demo }) => {
  await demo.query("UPDATE sites SET support_contact = $1", ["help@shop.example, +33 1 23 45 67 89"]);
  const link = await inviteByApi(demo, "Contact", "K-contact");
  const end = await openLink(browser, link);
  const mail = end.getByRole("link", { name: "help@shop.example" }).first();
  await expect(mail).toHaveAttribute("href", "mailto:help@shop.example");
  const phone = end.getByRole("link", { name: "+33 1 23 45 67 89" }).first();
  await expect(phone).toHaveAttribute("href", "tel:+33123456789");
  await end.context().close();
});
