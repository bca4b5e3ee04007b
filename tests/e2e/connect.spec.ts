import type { Page } from "@playwright/test";
import { ALREADY_CONNECTED, accept, STATES } from "./connect-states";
import { expect, inviteByApi, signIn, signInStrongly, test } from "./fixtures";
import { checkState, tryStates } from "./show-states";

// What a blocked script and a closed window write to the console is provoked here.
test.use({ provoked: [/status of 4\d\d/, /ERR_BLOCKED_BY_CLIENT/] });

tryStates({
  which: "what people meet most",
  states: STATES.filter(({ often }) => often),
  language: "en",
  size: "phone",
});

test("a link is used once, offers a new one where access was withdrawn, and this person alone cancels it", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  const link = await inviteByApi(demo, "Hugo Lefevre", "K-once");
  const end = await (await browser.newContext()).newPage();
  await end.goto(link);
  await accept(end, "hugo");
  await expect(end.getByRole("heading", { name: "Your Anytime account is connected" })).toBeVisible();
  await end.goto(link);
  await expect(end.getByRole("heading", { name: "This link has been used" })).toBeVisible();

  await page.goto(`${demo.url}/users`);
  await page.getByRole("link", { name: "Hugo Lefevre" }).click();
  await page.getByRole("button", { name: "New connect link" }).click();
  const second = await page.getByLabel("Connect link", { exact: true }).inputValue();
  await page.getByRole("button", { name: "Close" }).click();
  await end.goto(second);
  await checkState(end, ALREADY_CONNECTED, "en");
  await end.getByRole("button", { name: "Connect again" }).click();
  await expect(end.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
  await page.goto(`${demo.url}/users`);

  await demo.control("revoke", { customer: "hugo" });
  await expect(page.getByRole("row", { name: /Hugo Lefevre/ })).toContainText("Revoked");
  await end.goto(link);
  await end.getByRole("button", { name: "Connect again" }).click();
  await expect(end.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
  expect(end.url()).not.toContain(new URL(link).pathname);

  await end.getByRole("button", { name: "This isn’t me" }).click();
  await end.getByRole("button", { name: "Cancel this link" }).click();
  await expect(end.getByRole("heading", { name: "This link was cancelled" })).toBeVisible();
  await end.reload();
  await expect(end.getByRole("heading", { name: "This link was cancelled" })).toBeVisible();
  await end.context().close();
});

/** Everything that leaves a page, and everything that stays in it. */
function watch(page: Page) {
  const seen: string[] = [];
  page.on("request", (request) =>
    seen.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`),
  );
  page.on("console", (message) => seen.push(message.text()));
  return async () => {
    const kept = await page.evaluate(() =>
      JSON.stringify([
        document.documentElement.outerHTML,
        { ...localStorage },
        { ...sessionStorage },
        location.href,
      ]),
    );
    return [...seen, kept];
  };
}

test("the page speaks as the person chose, else as the link says, else as their browser asks", async ({
  page,
  browser,
  demo,
}) => {
  await signIn(page, demo);
  const open = await inviteByApi(demo, "Jonas Peeters", "K-language");
  const french = await browser.newContext({ locale: "fr-BE" });
  const end = await french.newPage();
  await end.goto(open);
  await expect(end.getByRole("button", { name: "Se connecter avec Anytime" })).toBeVisible();
  await end.getByRole("link", { name: "English" }).click();
  await expect(end.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();

  await page.goto(`${demo.url}/users`);
  await page.getByRole("button", { name: "Invite user" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Jonas Peeters");
  await page.getByLabel("Language of the page").selectOption("English");
  await page.getByRole("button", { name: "Create link" }).click();
  await end.goto(await page.getByLabel("Connect link", { exact: true }).inputValue());
  await expect(end.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
  await french.close();
});

test("the token is nowhere: not in the page, its storage, its console, its address, or what it sends", async ({
  browser,
  demo,
}) => {
  const link = await inviteByApi(demo, "Lea Bernard", "K-nowhere");
  const end = await (await browser.newContext()).newPage();
  const readAll = watch(end);
  const tokens: string[] = [];
  // The bank's event carries the token to the page: this is where the test learns it.
  await end.exposeFunction("learn", (token: string) => void tokens.push(token));
  await end.addInitScript(() => {
    window.addEventListener("message", ({ data }) => {
      const { token } = (data as { event?: { token?: unknown } }).event ?? {};
      if (typeof token === "string") (window as unknown as { learn(token: string): void }).learn(token);
    });
  });
  await end.goto(link);
  await accept(end, "lea");
  await expect(end.getByRole("heading", { name: "Your Anytime account is connected" })).toBeVisible();
  expect(tokens).toHaveLength(1);
  for (const text of await readAll()) expect(text).not.toContain(tokens[0] ?? "no token");
  expect(demo.output()).not.toContain(tokens[0] ?? "no token");
  await end.context().close();
});

interface Report {
  attemptId: string;
  events: { seq: number; name: string }[];
}

test("no event is told twice, whatever is opened, left and come back to", async ({ browser, demo }) => {
  const link = await inviteByApi(demo, "Noah Janssens", "K-twice");
  const end = await (await browser.newContext()).newPage();
  const told: { attemptId: string; seq: number; name: string }[] = [];
  await end.exposeFunction("tell", (text: string) => {
    const { attemptId, events } = JSON.parse(text) as Report;
    told.push(...events.map(({ seq, name }) => ({ attemptId, seq, name })));
  });
  await end.addInitScript(() => {
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, data) => {
      if (data instanceof Blob)
        void data.text().then((window as unknown as { tell(text: string): void }).tell);
      return send(url, data);
    };
  });
  await end.goto(link);
  await end.getByRole("button", { name: "Connect with Anytime" }).waitFor();
  await end.goto(`${demo.url}/connect/nobody-has-this-link`);
  await end.goBack();
  const button = end.getByRole("button", { name: "Connect with Anytime" });
  await expect(button).toHaveCount(1);
  const opening = end.waitForEvent("popup");
  await button.click();
  const popup = await opening;
  await expect(popup.getByLabel("E-mail")).toBeVisible();
  await popup.close();
  await expect(end.getByRole("heading", { name: "The Anytime window was closed" })).toBeVisible();
  await expect.poll(() => told.map(({ name }) => name)).toContain("onClosePopup");
  const clicks = told.filter(({ name }) => name === "onClickLoginButton");
  expect(clicks).toHaveLength(1);
  expect(new Set(told.map(({ attemptId, seq }) => `${attemptId} ${seq}`)).size).toBe(told.length);
  await end.context().close();
});

test("the page looks as the settings say, and leads back to the site's own origin alone", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await signInStrongly(page, demo);
  await page.goto(`${demo.url}/settings/connect`);
  const pale = page.getByLabel("Accent colour");
  await pale.fill("#ffee00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(pale).toHaveAccessibleDescription(/White text would not be readable on this colour/);
  await pale.fill("#7a1f5c");
  await page.getByLabel("Return origin").fill(demo.url);
  await page
    .getByLabel("Why you ask for access")
    .first()
    .fill("So that your loyalty points arrive by themselves.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  // What was saved comes back and fills the form anew: that must not take the word away.
  await page.waitForTimeout(1_000);
  await expect(page.getByText("Saved.")).toBeVisible();

  const other = await page.context().newPage();
  await other.goto(`${demo.url}/settings/connect`);
  await other.getByLabel("Days a link stays valid").fill("9");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Saved.")).toBeVisible();
  await other.close();
  await page.getByLabel("Days a link stays valid").fill("5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Somebody changed this after you opened the page/)).toBeVisible();
  await expect(page.getByLabel("Days a link stays valid")).toHaveValue("5");

  await page.goto(`${demo.url}/settings/api-keys`);
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill("Return");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.getByLabel("API key", { exact: true }).inputValue();
  const ask = (returnUrl: string) =>
    fetch(`${demo.url}/api/v1/connect-sessions`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ external_reference: "K-return", name: "Amina Diallo", return_url: returnUrl }),
    });
  expect((await ask("https://evil.example/")).status).toBe(422);
  const { url } = (await (await ask(`${demo.url}/sign-in?done=1`)).json()) as { url: string };

  const end = await (await browser.newContext()).newPage();
  await end.goto(url);
  await expect(end.getByText("So that your loyalty points arrive by themselves.")).toBeVisible();
  await accept(end, "amina");
  await expect(end.getByRole("link", { name: /^Continue to/ })).toHaveAttribute(
    "href",
    `${demo.url}/sign-in?done=1`,
  );
  await expect(end.getByText("You can close this page")).toHaveCount(0);
  await end.waitForURL(`${demo.url}/sign-in?done=1`, { timeout: 15_000 });
  await end.context().close();
});
