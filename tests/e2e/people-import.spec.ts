import { expect, signIn, test } from "./fixtures";

test("a file of people is shown before it is imported, and each of its lines after", async ({
  page,
  demo,
}) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/users`);
  await page.getByRole("link", { name: "Import", exact: true }).click();
  const choose = (lines: readonly string[]) =>
    page.getByLabel(/^Choose (a|another) file$/).setInputFiles({
      name: "people.csv",
      mimeType: "text/csv",
      // As a spreadsheet on Windows saves it.
      buffer: Buffer.from(["Référence;Nom;E-mail", ...lines].join("\r\n"), "latin1"),
    });
  await choose(["F-1;Amélie Fichier;amelie@example.com", "F-2;;", "F-1;Encore;"]);
  await expect(page.getByText("One person is new.")).toBeVisible();
  await expect(page.getByRole("row", { name: /F-1 Amélie Fichier New/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "2 lines are left out" })).toBeVisible();
  await page.getByRole("button", { name: "Import one person" }).click();
  await expect(page.getByText("One person was created.")).toBeVisible();
  await choose(["F-1;Amélie Dossier;"]);
  await expect(page.getByRole("row", { name: /F-1 Amélie Dossier Changed: name/ })).toBeVisible();
  await page.getByRole("button", { name: "Import one person" }).click();
  await expect(page.getByText("One person was changed.")).toBeVisible();
  await page.goto(`${demo.url}/users?q=dossier`);
  await expect(page.getByRole("link", { name: "Amélie Dossier" }).first()).toBeVisible();
});

test("a file assigns cards to people, and that can be undone", async ({ page, demo }) => {
  await signIn(page, demo);
  await page.goto(`${demo.url}/transactions/unattributed`);
  await page.getByRole("link", { name: "From a file" }).click();
  const [card] = await demo.query(
    `INSERT INTO cards (id, site_id, account_id, acc_id, card_ref, created_at)
     SELECT gen_random_uuid(), site_id, id, acc_id, 'FILE-CARD', now() FROM card_accounts LIMIT 1 RETURNING id`,
  );
  const [user] = await demo.query(
    "SELECT external_reference AS reference FROM linked_users WHERE external_reference IS NOT NULL LIMIT 1",
  );
  await page.getByLabel("Choose a file").setInputFiles({
    name: "cards.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`card,reference\nFILE-CARD,${user?.reference}\nFILE-NONE,${user?.reference}`),
  });
  await expect(page.getByText("One card gets an owner.")).toBeVisible();
  await expect(page.getByRole("row", { name: /FILE-NONE .*No card has this reference/ })).toBeVisible();
  await page.getByRole("button", { name: "Assign one card" }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  const ownerOf = async () =>
    (await demo.query("SELECT linked_user_id AS owner FROM cards WHERE id = $1", [card?.id]))[0]?.owner;
  await expect.poll(ownerOf).toBeNull();
  await demo.query("DELETE FROM cards WHERE id = $1", [card?.id]);
});
