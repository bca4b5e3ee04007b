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
