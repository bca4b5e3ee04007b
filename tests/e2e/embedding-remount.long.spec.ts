import type { Page } from "@playwright/test";
import { build } from "esbuild";
import { expect, test } from "./fixtures";

const SHOP = "http://shop.localhost";

/** An application of one page around the component: which reference it has, and whether it is shown, is told from outside. */
const APPLICATION = `
  import { StrictMode } from "react";
  import { createRoot } from "react-dom/client";
  import { AnytimeConnectButton } from "./anytime-connect-button";

  const root = createRoot(document.getElementById("root"));
  window.asked = [];
  const Button = ({ reference, language }) => (
    <AnytimeConnectButton
      scriptUrl={"/client.js?" + language}
      customReference={reference}
      isConnected={async () => { window.asked.push(reference); return window.confirmed === reference; }}
    >
      {(state) => <p role="status">{state}</p>}
    </AnytimeConnectButton>
  );
  window.show = (reference, language = "en") => root.render(reference === null ? null : (
    <StrictMode><Button reference={reference} language={language} /></StrictMode>
  ));
  window.showIn = (...pages) => root.render(
    <StrictMode>
      {pages.map((id) => <section key={id} id={id}><Button reference="ada" language="en" /></section>)}
    </StrictMode>
  );
`;

/** As little of the bank's script as matters here: it draws on loading, reads the reference once, and forgets nobody. */
const BANK = `
  window.scripts = (window.scripts || 0) + 1;
  const listeners = [];
  window.AC = { add: (name, callback) => listeners.push([name, callback]) };
  window.fire = (name) => listeners.filter(([known]) => known === name).map(([, callback]) => callback("a token")).length;
  const host = document.getElementById("anytime-connect");
  const button = host.appendChild(document.createElement("button"));
  button.textContent = "Connect " + host.dataset.customRef;
`;

interface Embedding {
  show(reference: string | null, language?: string): void;
  showIn(...pages: string[]): void;
  fire(name: string): number;
  scripts: number;
  confirmed: string;
  asked: string[];
}

const show = (page: Page, reference: string | null, language = "en") =>
  page.evaluate(
    ([to, words]) => (window as unknown as Embedding).show(to ?? null, words ?? "en"),
    [reference, language],
  );
const showIn = (page: Page, ...pages: string[]) =>
  page.evaluate((all) => (window as unknown as Embedding).showIn(...all), pages);
const fire = (page: Page, name: string) =>
  page.evaluate((event) => (window as unknown as Embedding).fire(event), name);

/** Opens the application. @param script answers for the bank's script; null where it cannot be had */
async function openApplication(
  page: Page,
  script: () => Promise<string | null> = () => Promise.resolve(BANK),
): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: APPLICATION, loader: "tsx", resolveDir: "docs/examples/react" },
    write: false,
    bundle: true,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  const files: Record<string, () => Promise<[string, string | null]>> = {
    "/": async () => ["text/html", '<div id="root"></div><script type="module" src="/page.js"></script>'],
    "/page.js": async () => ["text/javascript", outputFiles[0]?.text ?? ""],
    "/client.js": async () => ["text/javascript", await script()],
  };
  await page.route(`${SHOP}/**`, async (route) => {
    const file = files[new URL(route.request().url()).pathname];
    const [contentType, body] = (await file?.()) ?? ["text/html", ""];
    if (body === null) await route.abort("connectionfailed");
    else await route.fulfill({ contentType, body });
  });
  await page.goto(SHOP);
}

test("shown, left and shown again, it is one button with one listener, and waits on", async ({ page }) => {
  await openApplication(page);
  for (const reference of ["ada", null, "ada", null, "ada"]) await show(page, reference);
  await expect(page.getByRole("button", { name: "Connect ada" })).toHaveCount(1);
  await expect(page.getByRole("status")).toHaveText("ready");
  expect(await page.evaluate(() => (window as unknown as Embedding).scripts)).toBe(1);
  expect(await fire(page, "onDisplayPopup")).toBe(1);
  expect(await fire(page, "onTokenCreated")).toBe(1);
  await fire(page, "onClosePopup");
  await expect(page.getByRole("status")).toHaveText("granted");

  await show(page, null);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("granted");
  await expect(page.getByRole("button", { name: "Connect ada" })).toBeHidden();
  await page.evaluate(() => {
    (window as unknown as Embedding).confirmed = "ada";
  });
  await expect(page.getByRole("status")).toHaveText("connected");
});

test("is never drawn for somebody else than it was loaded for", async ({ page }) => {
  await openApplication(page);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("ready");
  await show(page, "grace");
  await expect(page.getByRole("status")).toHaveText("reload_needed");
  await expect(page.getByRole("button")).toBeHidden();
  await show(page, null);
  await show(page, "grace");
  await expect(page.getByRole("status")).toHaveText("reload_needed");
  await expect(page.getByRole("button")).toHaveCount(0);
  // Ada's popup, still open, ends well: that is nothing that Grace's page waits for.
  await fire(page, "onTokenCreated");
  await expect(page.getByRole("status")).toHaveText("reload_needed");
  expect(await page.evaluate(() => (window as unknown as Embedding).asked)).toEqual([]);
});

test("says that the script is late, and takes it when it comes", async ({ page }) => {
  let answer = (_script: string) => {};
  const script = new Promise<string>((resolve) => {
    answer = resolve;
  });
  await page.clock.install();
  await openApplication(page, () => script);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("loading");
  await page.clock.runFor(11_000);
  await expect(page.getByRole("status")).toHaveText("unreachable");
  answer(BANK);
  await expect(page.getByRole("status")).toHaveText("ready");
});

test("stays where it was shown last, whichever of two pages leaves", async ({ page }) => {
  await openApplication(page);
  const drawn = (id: string) => page.locator(`#${id}`).getByRole("button", { name: "Connect ada" });
  await showIn(page, "old");
  await expect(drawn("old")).toBeVisible();
  await showIn(page, "old", "new");
  await expect(drawn("new")).toBeVisible();
  await showIn(page, "new");
  await expect(drawn("new")).toBeVisible();
  await showIn(page, "new", "third");
  await expect(drawn("third")).toBeVisible();
  await showIn(page, "new");
  await expect(drawn("new")).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(1);
});

test("does not take an open window for a blocked one, whatever was done in it", async ({ page }) => {
  await page.clock.install();
  await openApplication(page);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("ready");
  for (const name of ["onClickLoginButton", "onDisplayPopup", "onClickLoginButton"]) await fire(page, name);
  await page.clock.runFor(10_000);
  await expect(page.getByRole("status")).toHaveText("popup_open");
  await fire(page, "onLoginFailed");
  await show(page, null);
  await show(page, "ada");
  await fire(page, "onClickLoginButton");
  await page.clock.runFor(10_000);
  await expect(page.getByRole("status")).toHaveText("failed");
  await fire(page, "onClosePopup");
  await fire(page, "onClickLoginButton");
  await page.clock.runFor(10_000);
  await expect(page.getByRole("status")).toHaveText("popup_blocked");
});

test.describe("a script that cannot be had", () => {
  test.use({ provoked: [/ERR_CONNECTION_FAILED/] });

  test("is asked for again when the button is shown again", async ({ page }) => {
    const answers = [null, BANK];
    await openApplication(page, async () => answers.shift() ?? null);
    await show(page, "ada");
    await expect(page.getByRole("status")).toHaveText("unreachable");
    await show(page, null);
    await show(page, "ada");
    await expect(page.getByRole("status")).toHaveText("ready");
    await expect(page.getByRole("button", { name: "Connect ada" })).toHaveCount(1);
  });
});

test("asks to be loaded again for another language, once nothing is under way", async ({ page }) => {
  await openApplication(page);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("ready");
  await show(page, "ada", "fr");
  await expect(page.getByRole("status")).toHaveText("reload_needed");
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("ready");
  await fire(page, "onDisplayPopup");
  await show(page, "ada", "fr");
  await expect(page.getByRole("status")).toHaveText("popup_open");
  await fire(page, "onTokenCreated");
  await expect(page.getByRole("status")).toHaveText("granted");
});

test("says that the confirmation takes long, and takes it all the same", async ({ page }) => {
  await page.clock.install();
  await openApplication(page);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("ready");
  await fire(page, "onTokenCreated");
  await page.clock.runFor(61_000);
  await expect(page.getByRole("status")).toHaveText("unconfirmed");
  await page.evaluate(() => {
    (window as unknown as Embedding).confirmed = "ada";
  });
  await page.clock.runFor(16_000);
  await expect(page.getByRole("status")).toHaveText("connected");
});

test("learns from the backend what was given where the event was lost", async ({ page }) => {
  await page.clock.install();
  await openApplication(page);
  await show(page, "ada");
  await expect(page.getByRole("status")).toHaveText("ready");
  await fire(page, "onDisplayPopup");
  await fire(page, "onClosePopup");
  await expect(page.getByRole("status")).toHaveText("closed");
  await page.evaluate(() => {
    (window as unknown as Embedding).confirmed = "ada";
  });
  await page.clock.runFor(6_000);
  await expect(page.getByRole("status")).toHaveText("connected");
});
