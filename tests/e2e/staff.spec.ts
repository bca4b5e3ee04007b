import { Secret, TOTP } from "otpauth";
import { expect, forget, signIn, signInByHand, test } from "./fixtures";

const PASSWORD = "seven slow herons wade";

test("somebody invited to the staff chooses a password, and loses access when they are disabled", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  await page.goto(`${demo.url}/settings/staff`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail").fill("noa@kiosque.example");
  await page.getByRole("combobox", { name: "Role" }).selectOption("support");
  await page.getByRole("button", { name: "Create invitation" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();
  await page.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("table", { name: "Open invitations" })).toContainText("noa@kiosque.example");

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest.getByText(/invites you as support/)).toBeVisible();
  await guest.getByLabel("Your name").fill("Noa Roux");
  await guest.getByLabel("Password").fill("manchester99");
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest.getByText("Many people use this password")).toBeVisible();
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.waitForURL(`${demo.url}/`);
  await expect(guest.getByRole("button", { name: "Your account: Noa Roux Support" })).toBeVisible();
  // What a role may not see is neither offered nor given.
  await guest.goto(`${demo.url}/settings/staff`);
  await expect(guest).toHaveURL(/denied=1/);
  await guest.goto(`${demo.url}/users`);
  await expect(guest.getByRole("heading", { name: "Linked users" })).toBeVisible();

  const again = await (await browser.newContext()).newPage();
  await again.goto(link);
  await expect(again.getByText("This invitation no longer works")).toBeVisible();
  await again.context().close();

  await page.reload();
  const row = page.getByRole("row", { name: /noa@kiosque/ });
  await row.getByRole("button", { name: "Permissions of Noa Roux" }).click();
  await page.getByRole("dialog").getByLabel("Reveal API tokens").check();
  await page.getByRole("dialog").getByRole("button", { name: "Save permissions" }).click();
  await expect(page.getByRole("row", { name: /^Reveal API tokens/ })).toContainText("also Noa Roux");
  await row.getByRole("button", { name: "Permissions of Noa Roux" }).click();
  await page.getByRole("dialog").getByLabel("Reveal API tokens").uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "Save permissions" }).click();
  await expect(page.getByText("also Noa Roux")).toHaveCount(0);
  await row.getByRole("button", { name: "Change the role of Noa Roux" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Role" }).selectOption("admin");
  await page.getByRole("dialog").getByRole("button", { name: "Change role" }).click();
  await expect(row).toContainText("Admin");
  await guest.goto(`${demo.url}/settings/staff`);
  await expect(guest.getByRole("heading", { name: "Staff", level: 1 })).toBeVisible();
  // An admin changes nothing about owners, nor about themselves.
  await expect(guest.getByRole("row", { name: /lea@kiosque/ }).getByRole("button")).toHaveCount(0);
  await expect(guest.getByRole("row", { name: /noa@kiosque/ }).getByRole("button")).toHaveCount(0);

  await row.getByRole("button", { name: "Disable Noa Roux" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("Disabled");
  // Nobody touches that page: its stream ends, and takes it away.
  await guest.waitForURL(/\/sign-in/, { timeout: 20_000 });
  await guest.context().close();
});

test("staff change their own password, and see and end where else they are signed in", async ({
  page,
  browser,
  demo,
}) => {
  // Of a person of its own: other tests sign in as the owner.
  await demo.query(
    `INSERT INTO staff (id, email, name, password_hash, role, created_at)
     SELECT gen_random_uuid(), 'ines@kiosque.example', 'Ines', password_hash, 'viewer', now() FROM staff WHERE email = $1`,
    [demo.email],
  );
  const ines = { ...demo, email: "ines@kiosque.example" };
  const elsewhere = await (await browser.newContext()).newPage();
  await signInByHand(page, ines);
  await signInByHand(elsewhere, ines);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await expect(page.getByRole("table", { name: "Where you are signed in" }).getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: /^End the session: Chrome/ }).click();
  await expect(page.getByRole("table", { name: "Where you are signed in" }).getByRole("row")).toHaveCount(2);
  await elsewhere.goto(`${demo.url}/users`);
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await elsewhere.context().close();

  await page.getByLabel("Current password").fill("a guess of somebody");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await page.getByLabel("Current password").fill(demo.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/^Your password is changed/)).toBeVisible();
  await page.getByLabel("Your name").fill("Inès Blanc");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Your account: Inès Blanc Viewer" })).toBeVisible();
  await forget(page);
  await signInByHand(page, { ...ines, password: PASSWORD });
});

test("an API key is made with a second factor, which every later sign-in asks for", async ({
  page,
  demo,
}) => {
  await demo.query(
    `INSERT INTO staff (id, email, name, password_hash, role, given_permissions, created_at)
     SELECT gen_random_uuid(), 'max@kiosque.example', 'Max', password_hash, 'admin', '{tokens:reveal}', now()
     FROM staff WHERE email = $1`,
    [demo.email],
  );
  const max = { ...demo, email: "max@kiosque.example" };
  await signInByHand(page, max);
  await page.goto(`${demo.url}/settings/api-keys`);
  await expect(page.getByRole("button", { name: "Create a key" })).toHaveCount(0);
  await page.getByRole("link", { name: "Set it up" }).click();
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await page.getByLabel("Your password").fill(demo.password);
  await page.getByRole("button", { name: "Continue" }).click();
  const secret = await page.getByLabel("Secret", { exact: true }).inputValue();
  await page.getByLabel("Code of the app").fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.getByRole("button", { name: "Turn on" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const recovery = await codes.allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("You have 10 recovery codes left.")).toBeVisible();
  await page.goto(`${demo.url}/settings/api-keys`);
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByLabel("Name").fill("Max makes one");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByLabel("API key", { exact: true })).toHaveValue(/^ack_/);

  await forget(page);
  await page.goto(`${demo.url}/sign-in`);
  await page.getByLabel("E-mail").fill(max.email);
  await page.getByLabel("Password").fill(max.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByLabel("Code", { exact: true })).toBeVisible();
  // The password alone opens nothing.
  await page.goto(`${demo.url}/users`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Code", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This code is not right, or was used already.")).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(recovery[0] ?? "");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${demo.url}/users`);

  // A token is worth a code from just now, and a reason.
  const rows = await demo.query(
    "SELECT linked_user_id AS id FROM api_tokens WHERE state = 'active' AND linked_user_id IS NOT NULL LIMIT 1",
    [],
  );
  await page.goto(`${demo.url}/users/${rows[0]?.id}`);
  await demo.query(
    `UPDATE staff_sessions SET second_factor_at = now() - interval '1 hour'
     WHERE staff_id = (SELECT id FROM staff WHERE email = $1)`,
    [max.email],
  );
  await page
    .getByRole("button", { name: /^Reveal token/ })
    .first()
    .click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Reveal for 60 seconds" })).toBeDisabled();
  await dialog.getByLabel("Why you need it").fill("The bank asks which token it is");
  await dialog.getByRole("button", { name: "Reveal for 60 seconds" }).click();
  await dialog.getByLabel("Code of the app").fill(recovery[1] ?? "");
  await page.clock.install();
  await dialog.getByRole("button", { name: "Continue" }).click();
  const token = dialog.getByLabel("API token", { exact: true });
  await expect(token).toHaveValue(/\S{10}/);
  await page.clock.fastForward(61_000);
  await expect(token).toHaveCount(0);
  await expect(dialog.getByText("The token is hidden again.")).toBeVisible();

  // Nor does the password alone put another factor in its place.
  await demo.query(
    `UPDATE staff_sessions SET second_factor_at = now() - interval '1 hour'
     WHERE staff_id = (SELECT id FROM staff WHERE email = $1)`,
    [max.email],
  );
  await page.goto(`${demo.url}/account`);
  await page.getByRole("button", { name: "Remove the authenticator app" }).click();
  await page.getByLabel("Your password").fill(demo.password);
  await page.getByRole("dialog").getByRole("button", { name: "Remove the authenticator app" }).click();
  await page.getByLabel("Code of the app").fill(recovery[2] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
  await forget(page);
  await signInByHand(page, demo);
  const told = page.getByRole("listitem").filter({ hasText: "Max revealed the token of" });
  await expect(told.first()).toBeVisible();
  await page.getByRole("button", { name: "I have seen this" }).click();
  await expect(told).toHaveCount(0);
});
