import { expect, inviteByApi, signIn, test } from "./fixtures";

test.setTimeout(120_000);

test("payments that were never sent are fetched from the question why, and an open list says how many", async ({
  page,
  context,
  demo,
}) => {
  await signIn(page, demo);
  const list = await context.newPage();
  await list.goto(`${demo.url}/transactions`);
  await expect(list.getByText(/^Live/).first()).toBeVisible();
  const set = { status: "S", description: "QUINCAILLERIE BLEUE - RUE Z, NANTES,44000,FRA,FRA" };
  for (let paid = 0; paid < 3; paid += 1) await demo.control("pay", { customer: "amina", lost: true, set });
  const [amina] = await demo.query("SELECT id::text FROM linked_users WHERE name = 'Amina Diallo'");
  await page.goto(`${demo.url}/users/${amina?.id}?why=1`);
  const why = page.locator("section", { has: page.getByRole("heading", { name: "Why no payments?" }) });
  await why.getByRole("button", { name: "Fetch missing payments" }).click();
  const dialog = page.getByRole("dialog", { name: "Fetch missing payments" });
  await dialog.getByRole("button", { name: "Fetch", exact: true }).click();
  await expect(dialog.getByText(/^Ordered\./)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await list.getByRole("button", { name: "3 payments fetched" }).click();
  await expect(list.getByText("Quincaillerie Bleue").first()).toBeVisible();
  await test.step("an incident leads to the question, which leaves nothing in the address", async () => {
    await page.goto(`${demo.url}/transactions?fetch=2026-11-20`);
    await expect(dialog.getByLabel("From")).toHaveValue("2026-11-20");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page).toHaveURL(`${demo.url}/transactions`);
    await page.reload();
    await expect(page.getByRole("button", { name: "Fetch missing payments" })).toBeVisible();
    await expect(dialog).toHaveCount(0);
  });
});

test("nobody agrees to words that were changed after their page was loaded", async ({ demo }) => {
  const link = await inviteByApi(demo, "Nora Stale", "K-stale");
  const secret = new URL(link).pathname.split("/").at(-1);
  const html = await (await fetch(link)).text();
  const [, shown] = /wording\\?":\\?"([0-9a-f]{64})/.exec(html) ?? [];
  const begin = async (wording: string | undefined) => {
    const response = await fetch(`${demo.url}/api/connect/attempts`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: demo.url, "Sec-Fetch-Site": "same-origin" },
      body: JSON.stringify({ secret, language: "en", wording }),
    });
    expect(response.status).toBe(200);
    const [row] = await demo.query(
      `SELECT encode(a.wording_digest, 'hex') AS wording FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
       JOIN linked_users u ON u.id = s.linked_user_id WHERE u.name = 'Nora Stale' ORDER BY a.id DESC LIMIT 1`,
    );
    return row?.wording;
  };
  expect(await begin("0".repeat(64))).toBeNull();
  expect(await begin(shown)).toBe(shown);
});
