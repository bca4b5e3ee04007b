import { expect, signIn, test } from "./fixtures";

test("a new webhook key is shown once, and both are taken until the old one is ended", async ({
  page,
  request,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/settings`);
  await page.getByRole("link", { name: "Keys and rotation" }).click();
  await page.getByRole("button", { name: "Rotate key" }).click();
  const dialog = page.getByRole("dialog", { name: "Rotate key" });
  await expect(dialog.getByRole("listitem")).toHaveCount(4);
  await dialog.getByRole("button", { name: "Create new key" }).click();
  const shown = page.getByRole("alertdialog", { name: "The new callback URL" });
  const field = shown.getByLabel("Callback URL");
  await expect(field).toBeFocused();
  const callbackUrl = await field.inputValue();
  expect(callbackUrl).toMatch(/\/api\/webhooks\/anytime\/[\w-]{32,}$/);
  await shown.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("The new one has not been used yet.", { exact: false })).toBeVisible();

  // Not a notification, but by a known key: by an unknown one it would be 404.
  expect((await request.post(callbackUrl, { data: "x=1" })).status()).toBe(400);
  expect(await demo.control("trigger", { event: "card_transaction_received" })).toMatchObject({
    status: 200,
  });
  await page.getByRole("button", { name: "End previous key" }).click();
  const end = page.getByRole("alertdialog", { name: "End previous key" });
  await end.getByRole("button", { name: "End previous key" }).click();
  await expect(end.getByText(/^The previous one was last used on/)).toBeVisible();
  await expect(end.getByRole("button", { name: "End it anyway" })).toBeVisible();
  await end.getByRole("button", { name: "Cancel" }).click();

  await page.reload();
  await expect(page.getByText("The new one is in use.", { exact: false })).toBeVisible();
  const key = callbackUrl.slice(callbackUrl.lastIndexOf("/") + 1);
  expect(await page.content()).not.toContain(key);
  expect(demo.output()).not.toContain(key);
  await page.goto(`${demo.url}/audit`);
  await expect(page.getByRole("row", { name: /rotated the webhook key/ })).toHaveCount(1);
});

test("a mistyped reference is said beside its field, and a mistyped setting loses nothing", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/settings/keys`);
  await page.getByRole("button", { name: "Rotate reference" }).click();
  const reference = page.getByLabel("New partner reference");
  await reference.fill("too short");
  await page.getByRole("button", { name: "Use this reference" }).click();
  await expect(reference).toHaveAccessibleDescription(/A reference has 64 characters/);
  await expect(reference).toHaveValue("too short");

  await page.goto(`${demo.url}/settings`);
  const seconds = page.getByLabel("Limit, in seconds");
  const contact = page.getByLabel("Support contact");
  const save = page.getByRole("button", { name: "Save" });
  const below = async () => ((await save.boundingBox())?.y ?? 0) - ((await seconds.boundingBox())?.y ?? 0);
  await contact.fill("help@kiosque.example");
  await seconds.fill("5");
  const place = await below();
  await save.click();
  await expect(seconds).toHaveAccessibleDescription(/Enter a whole number from 60 to 86,400/);
  await expect(seconds).toBeFocused();
  await expect(contact).toHaveValue("help@kiosque.example");

  // The button stays in its place, and editing the field clears its problem.
  expect(await below()).toBe(place);
  await seconds.fill(" 600 ");
  await expect(seconds).not.toHaveAccessibleDescription(/whole number from/);
  expect(await below()).toBe(place);
  await save.click();
  await expect(page.getByRole("status").filter({ hasText: "Saved." })).toBeVisible();
  await expect(seconds).toHaveValue("600");
  await page.goto(`${demo.url}/audit`);
  await expect(page.getByRole("row", { name: /changed the site settings/ })).toHaveCount(1);
});
