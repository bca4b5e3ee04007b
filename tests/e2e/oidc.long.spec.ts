import { type RunningDemo, startDemo } from "../support/demo";
import { freePort } from "../support/free-port";
import { type OidcServer, startOidcServer } from "../support/peers/oidc-server";
import { test as base, expect, forget, signInByHand } from "./fixtures";

/** The demo, whose staff may sign in at an issuer. */
const test = base.extend<object, { issuer: OidcServer; demo: RunningDemo }>({
  issuer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const issuer = await startOidcServer(`http://localhost:${await freePort()}`);
      await use(issuer);
      await issuer.stop();
    },
    { scope: "worker" },
  ],
  demo: [
    async ({ issuer }, use) => {
      const { port: PORT } = new URL(issuer.appUrl);
      const demo = await startDemo({ ...issuer.settings, PORT, OIDC_NAME: "Kiosque ID" });
      await use(demo);
      await demo.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
});
const BUTTON = { name: "Sign in with Kiosque ID" };

test("somebody links their account at the issuer, and signs in with it from then on", async ({
  page,
  demo,
  issuer,
}) => {
  await page.goto(`${demo.url}/sign-in`);
  issuer.become({ sub: "nobody", email: "nobody@kiosque.example", email_verified: true });
  await page.getByRole("button", BUTTON).click();
  await expect(page.getByText("This account at Kiosque ID may not sign in here.")).toBeVisible();

  await forget(page);
  issuer.become({ sub: "lea", email: demo.email, email_verified: true, name: "Léa" });
  await signInByHand(page, demo);
  await page.goto(`${demo.url}/account`);
  await expect(page.getByText("Not linked")).toBeVisible();
  await page.getByRole("button", { name: "Link", exact: true }).click();
  await page.getByLabel("Your password").fill(demo.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("You can sign in with Kiosque ID since")).toBeVisible();

  await forget(page);
  await page.goto(`${demo.url}/audit`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByRole("button", BUTTON).click();
  await page.waitForURL(`${demo.url}/audit`);
  await expect(page.getByRole("row", { name: /Linked an account for signing in/i }).first()).toBeVisible();
});

test("the sign-in page says that the issuer is away, in the reader's language", async ({
  browser,
  demo,
  issuer,
}) => {
  await issuer.stop();
  const page = await (await browser.newContext({ locale: "fr-FR" })).newPage();
  await page.goto(`${demo.url}/sign-in`);
  await page.getByRole("button", { name: "Se connecter avec Kiosque ID" }).click();
  await expect(page.getByText("Kiosque ID ne répond pas pour l’instant")).toBeVisible();
  await expect(page.getByLabel("Mot de passe")).toBeVisible();
  await page.context().close();
});
