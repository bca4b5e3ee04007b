import type { Page } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { expect, forget, signInByHand, test } from "./fixtures";

/** Adds somebody with the password of the owner: other tests sign in as that one. */
async function addStaff(demo: RunningDemo, name: string): Promise<RunningDemo> {
  const email = `${name.toLowerCase()}@kiosque.example`;
  await demo.query(
    `INSERT INTO staff (id, email, name, password_hash, role, created_at)
     SELECT gen_random_uuid(), $2, $3, password_hash, 'admin', now() FROM staff WHERE email = $1`,
    [demo.email, email, name],
  );
  return { ...demo, email };
}

/** Gives a browser an authenticator of Chromium's own. */
async function addAuthenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    /** Whether it recognises who uses it. */
    recognises: (isUserVerified: boolean) =>
      cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    count: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}

/** Has the browser offer no passkeys by itself, which Chromium's authenticator would take up at once. */
async function offerNothing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // An empty page has no such thing.
    if ("PublicKeyCredential" in window)
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
}

/** Adds a passkey on the account page as the first second factor. @returns the recovery codes */
async function addPasskey(page: Page, { url, password }: RunningDemo, name: string): Promise<string[]> {
  await page.goto(`${url}/account`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Your password").fill("a guess");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("This is not your password.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const shown = await codes.allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  return shown;
}

/** Makes what was given at sign-in long ago. */
const letTimePass = (demo: RunningDemo) =>
  demo.query(
    `UPDATE staff_sessions SET second_factor_at = now() - interval '1 hour'
     WHERE staff_id = (SELECT id FROM staff WHERE email = $1)`,
    [demo.email],
  );

test("a passkey is added, signs in alone and as the second step, is asked for again, and is removed", async ({
  page,
  demo,
}) => {
  test.setTimeout(120_000);
  const pia = await addStaff(demo, "Pia");
  const authenticator = await addAuthenticator(page);
  await offerNothing(page);
  await signInByHand(page, pia);
  const codes = await addPasskey(page, pia, "Laptop of Pia");
  expect(await authenticator.count()).toBe(1);
  const row = page.getByRole("table", { name: "Your passkeys" }).getByRole("row", { name: /Laptop of Pia/ });
  await expect(row).toContainText("On one device");
  await expect(row).toContainText("Never");
  await expect(page.getByText("Your passkeys are your second factor.")).toBeVisible();
  await expect(page.getByText("You have 10 recovery codes left.")).toBeVisible();

  // Alone.
  await forget(page);
  await page.goto(`${demo.url}/account`);
  await authenticator.recognises(false);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("Nothing was confirmed.")).toBeVisible();
  await authenticator.recognises(true);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`${demo.url}/account`);
  await expect(row).not.toContainText("Never");

  // After the password, which opens nothing by itself.
  await forget(page);
  await page.goto(`${demo.url}/sign-in`);
  await page.getByLabel("E-mail").fill(pia.email);
  await page.getByLabel("Password").fill(pia.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("One more step: use your passkey, or enter a recovery code.")).toBeVisible();
  await page.goto(`${demo.url}/users`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(`${demo.url}/users`);
  await forget(page);
  await signInWithCode(page, pia, codes[0] ?? "");

  // Again, for what needs a fresh one.
  await letTimePass(pia);
  await page.goto(`${demo.url}/account`);
  await page.getByRole("button", { name: "Make new recovery codes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make new recovery codes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("These are your new recovery codes.")).toBeVisible();
  await page.getByRole("button", { name: "I have kept them" }).click();

  await page.getByRole("button", { name: "Rename the passkey: Laptop of Pia" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Old laptop");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await letTimePass(pia);
  await page.getByRole("button", { name: "Remove the passkey: Old laptop" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove Old laptop?" });
  await expect(question.getByText("It is your only second factor.")).toBeVisible();
  await question.getByRole("button", { name: "Remove the passkey" }).click();
  await question.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("You have no passkey yet.")).toBeVisible();
  await forget(page);
  await page.goto(`${demo.url}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This passkey is not accepted.")).toBeVisible();
  await signInByHand(page, pia);
});

async function signInWithCode(page: Page, { url, email, password }: RunningDemo, code: string) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel("Recovery code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${url}/`);
}

test("a passkey is offered where the e-mail is typed", async ({ page, demo }) => {
  const rita = await addStaff(demo, "Rita");
  await addAuthenticator(page);
  await signInByHand(page, rita);
  await addPasskey(page, rita, "Phone of Rita");
  await forget(page);
  // Chromium's authenticator takes up the offer, as a person would who chooses it from the list.
  await page.goto(`${demo.url}/sign-in?next=%2Faccount`);
  await page.waitForURL(`${demo.url}/account`);
  await expect(page.getByRole("row", { name: /Phone of Rita/ })).toBeVisible();
});

test.describe("where passkeys cannot work, the page says why", () => {
  const press = (page: Page) => page.getByRole("button", { name: "Sign in with a passkey" }).click();

  test("in a browser that has none", async ({ page, demo }) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
    await page.goto(`${demo.url}/sign-in`);
    await press(page);
    await expect(page.getByText("This browser cannot use passkeys.")).toBeVisible();
  });

  test("at an address that is not the dashboard's own", async ({ page, demo }) => {
    const other = new URL(demo.url);
    other.hostname = "127.0.0.1";
    await addAuthenticator(page);
    await page.goto(`${other.origin}/sign-in`);
    await press(page);
    await expect(page.getByText(`was opened at ${other.host}`)).toBeVisible();
  });
});
