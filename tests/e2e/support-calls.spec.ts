import type { Page } from "@playwright/test";
import { expect, inviteByApi, signIn, test } from "./fixtures";

/*
 * What callers say, and how staff answer from whatever page is open. A step is one thing that a person does: find and
 * choose, or click. With SUPPORT_CALLS=1 the milliseconds of each answer are printed.
 */

/** The first step of most calls: type into the palette, and take what is right. */
async function find(page: Page, typed: string, wanted: RegExp): Promise<void> {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search everything" });
  await palette.getByRole("textbox").or(palette.getByRole("searchbox")).fill(typed);
  await palette.getByRole("menuitem", { name: wanted }).first().click();
}

async function answer(name: string, steps: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await steps();
  if (process.env.SUPPORT_CALLS === "1")
    process.stdout.write(`${name}: ${(performance.now() - began).toFixed(0)} ms\n`);
}

const escaped = (text: unknown) => String(text).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

test.beforeEach(async ({ page, demo }) => {
  await signIn(page, demo);
});

test("“I paid 108,05 euros on Tuesday, what was it?”", async ({ page, demo }) => {
  const [payment] = await demo.query(
    `SELECT replace(t.amount::text, '.', ',') AS typed, u.name, t.merchant FROM card_transactions t
     JOIN cards c ON c.id = t.card_id JOIN linked_users u ON u.id = c.linked_user_id
     WHERE t.currency = 'EUR' AND t.amount <> trunc(t.amount) AND t.amount BETWEEN 1 AND 999 ORDER BY t.bank_date DESC LIMIT 1`,
  );
  await page.goto(`${demo.url}/deliveries`);
  await answer("a payment by its amount", async () => {
    await find(page, `${payment?.typed} euros`, new RegExp(escaped(payment?.name)));
    const drawer = page.getByRole("dialog");
    await expect(drawer.getByText(String(payment?.name)).first()).toBeVisible();
    await expect(drawer.getByText(String(payment?.typed).replace(",", ".")).first()).toBeVisible();
  });
});

test("“I am Léa: since Monday you show nothing of mine”", async ({ page, demo }) => {
  const [person] = await demo.query(
    `SELECT u.name, translate(lower(u.name), 'éèêëàâçîïôöûü', 'eeeeaaciioouu') AS typed FROM linked_users u
     WHERE u.state = 'active' AND u.name ~ '[éèêëàâçîïôöûü]' ORDER BY u.created_at DESC LIMIT 1`,
  );
  await page.goto(`${demo.url}/transactions`);
  await answer("a person by a name without its accent", async () => {
    await find(page, String(person?.typed), new RegExp(escaped(person?.name)));
    await expect(page.getByRole("heading", { level: 1, name: String(person?.name) })).toBeVisible();
    await expect(page.getByText(/^Connected/)).toBeVisible();
    await page.getByRole("link", { name: "Payments", exact: true }).click();
    await page.waitForURL(/show=payments/);
  });
});

test("“My link says that it has expired”", async ({ page, demo }) => {
  await inviteByApi(demo, "Quentin Périmé", "K-expired");
  await demo.query(
    `UPDATE connect_sessions s SET expires_at = now() - interval '1 hour', created_at = now() - interval '8 days'
     FROM linked_users u WHERE u.id = s.linked_user_id AND u.external_reference = 'K-expired'`,
  );
  // What the loop of every minute does when the time has come.
  await demo.query(
    `UPDATE linked_users SET standing = 'expired', standing_since = now() - interval '1 hour', standing_due_at = NULL
     WHERE external_reference = 'K-expired'`,
  );
  await page.goto(`${demo.url}/audit`);
  await answer("an expired link", async () => {
    await find(page, "perime quentin", /Quentin Périmé/);
    await expect(page.getByText(/^Their connect link expired on/)).toBeVisible();
    await page.getByRole("button", { name: "New connect link" }).first().click();
    await expect(page.getByLabel("Connect link", { exact: true })).toBeVisible();
  });
});

test("“What do you know about this shop?”", async ({ page, demo }) => {
  const [shop] = await demo.query(
    `SELECT m.name, split_part(m.search, ' ', 1) AS word FROM merchants m JOIN card_transactions t ON t.merchant_id = m.id
     WHERE m.merged_into_id IS NULL AND m.alias IS NULL ORDER BY t.bank_date DESC LIMIT 1`,
  );
  await page.goto(`${demo.url}/users`);
  await answer("a merchant", async () => {
    await find(page, String(shop?.word), new RegExp(escaped(shop?.name)));
    await expect(page.getByRole("heading", { level: 1, name: String(shop?.name) })).toBeVisible();
    await expect(page.getByRole("row").nth(1)).toBeVisible();
  });
});

test("“The page gave me a code, and nothing works”", async ({ page, demo }) => {
  const link = await inviteByApi(demo, "Sonia Perdue", "K-code");
  const phone = await page.context().newPage();
  await phone.goto(link);
  await expect(phone.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
  await phone.close();
  const [attempt] = await demo.query(
    `SELECT a.support_code AS code FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
     JOIN linked_users u ON u.id = s.linked_user_id WHERE u.external_reference = 'K-code'`,
  );
  await page.goto(demo.url);
  await answer("a support code", async () => {
    await find(page, String(attempt?.code), /Sonia Perdue/);
    await expect(page.getByText(/^They opened their link on/)).toBeVisible();
  });
});

test("“The bank: you answered our notification with an error”", async ({ page, demo }) => {
  await demo.control("trigger", { event: "card_transaction_received", fault: "bad-hash" });
  const [delivery] = await demo.query(
    "SELECT right(id::text, 8) AS short FROM deliveries WHERE verdict = 'quarantined' ORDER BY received_at DESC LIMIT 1",
  );
  await page.goto(`${demo.url}/settings`);
  await answer("a delivery by its short id", async () => {
    await find(page, String(delivery?.short), new RegExp(String(delivery?.short)));
    await expect(page.getByRole("dialog").getByText(/hash/i).first()).toBeVisible();
  });
});

test("“You cancelled my link, and I want to connect after all”", async ({ page, demo }) => {
  await inviteByApi(demo, "Rémi Regret", "K-restore");
  await demo.query(
    `UPDATE connect_sessions s SET state = 'cancelled', cancelled_at = now(), cancelled_by = 'staff'
     FROM linked_users u WHERE u.id = s.linked_user_id AND u.external_reference = 'K-restore'`,
  );
  await page.goto(`${demo.url}/deliveries`);
  await answer("a cancelled link", async () => {
    await find(page, "K-restore", /Rémi Regret/);
    await page.getByRole("button", { name: "Undo the cancellation" }).click();
    await expect(page.getByRole("button", { name: "Copy link" }).first()).toBeVisible();
  });
});

test("“My e-mail address has changed”", async ({ page, demo }) => {
  await inviteByApi(demo, "Maud Adresse", "K-address");
  await page.goto(`${demo.url}/users`);
  await answer("another e-mail address", async () => {
    await find(page, "K-address", /Maud Adresse/);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByLabel("E-mail").fill("maud@example.com");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("maud@example.com").first()).toBeVisible();
  });
});

test("“Here are our new customers: give me their links”", async ({ page, demo }) => {
  await page.goto(`${demo.url}/users`);
  const lines = Array.from({ length: 30 }, (_, n) => `K-new-${n},Nouvelle Cliente ${n}`);
  await answer("thirty people and their links", async () => {
    await page.getByRole("link", { name: "Import", exact: true }).click();
    await page.getByLabel("Choose a file").setInputFiles({
      name: "customers.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(["reference,name", ...lines].join("\n")),
    });
    await page.getByRole("button", { name: "Import 30 people" }).click();
    await page.getByRole("button", { name: "Links as a file" }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the file" }).click();
    expect((await saved).suggestedFilename()).toBe("connect-links.csv");
  });
  await demo.query(
    "DELETE FROM connect_sessions s USING linked_users u WHERE u.id = s.linked_user_id AND u.external_reference LIKE 'K-new-%'",
  );
  await demo.query("DELETE FROM linked_users WHERE external_reference LIKE 'K-new-%'");
});

test("“You were away this morning: who was concerned?”", async ({ page, demo }) => {
  await inviteByApi(demo, "Odile Panne", "K-outage");
  await demo.query(
    `WITH opened AS (
       INSERT INTO connect_attempts (id, session_id, support_code, language, created_at)
       SELECT gen_random_uuid(), s.id, 'KOUTAGE1', 'en', now() - interval '2 hours' FROM connect_sessions s
       JOIN linked_users u ON u.id = s.linked_user_id WHERE u.external_reference = 'K-outage'
     )
     INSERT INTO payment_gaps (id, site_id, cause, began_at, ended_at, fetched, closed_at, created_at)
     SELECT gen_random_uuid(), id, 'outage', now() - interval '3 hours', now() - interval '1 hour', 0, now(), now()
     FROM sites LIMIT 1`,
  );
  await page.goto(`${demo.url}/users`);
  await answer("an outage", async () => {
    await page.getByRole("link", { name: "After an outage" }).click();
    await page
      .getByRole("listitem")
      .filter({ hasText: "this dashboard was away" })
      .getByRole("link")
      .first()
      .click();
    const row = page.getByRole("row", { name: /Odile Panne.*Opened their link/ });
    await expect(row).toBeVisible();
  });
});

test("what is pasted into the palette is gone to by Enter", async ({ page, context, demo }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${demo.url}/deliveries`);
  await expect(page.getByText(/^Live/).first()).toBeVisible();
  await page.evaluate(() => navigator.clipboard.writeText("audit"));
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search everything" });
  await expect(palette.getByRole("textbox").or(palette.getByRole("searchbox"))).toBeFocused();
  await page.keyboard.press("Control+v");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${demo.url}/audit`);
});
