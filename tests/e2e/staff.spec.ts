import { expect, signIn, test } from "./fixtures";

const PASSWORD = "seven slow herons wade";

test("somebody invited to the staff chooses a password, and loses access when they are disabled", async ({
  page,
  browser,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/settings/staff`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail").fill("noa@kiosque.example");
  await page.getByLabel("Role").selectOption("support");
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
  await row.getByRole("button", { name: "Change the role of Noa Roux" }).click();
  await page.getByRole("dialog").getByLabel("Role").selectOption("admin");
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
