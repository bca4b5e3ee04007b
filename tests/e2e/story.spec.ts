import { expectNoBarriers } from "./barriers";
import { expect, invite, signIn, signInAtBank, test } from "./fixtures";

test("a person links an account, and staff watch the card payments arrive", async ({
  page,
  context,
  browser,
  demo,
}) => {
  test.setTimeout(120_000);
  await signIn(page, demo);
  const link = await invite(page, demo, "Camille Roux", "K-77");
  const row = page.getByRole("row", { name: /Camille Roux/ });
  await expect(row).toContainText("Invited");
  // Gone if the page is loaded again: what changes on it from here on came by itself.
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const transactions = await context.newPage();
  await transactions.goto(`${demo.url}/transactions`);
  await expect(transactions.getByText(/^Live/).first()).toBeVisible();
  await transactions.evaluate(() => Object.assign(window, { neverReloaded: true }));

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const end = await phone.newPage();
  const scripts: string[] = [];
  end.on("request", (request) => request.url().endsWith("/client.js") && scripts.push(request.url()));
  await test.step("the end user opens the link and sees the bank's button", async () => {
    await end.goto(link);
    await expect(end.getByRole("button", { name: "Connect with Anytime" })).toBeVisible();
    expect(scripts).toHaveLength(1);
    expect(scripts[0]?.startsWith(demo.bank)).toBe(true);
    const reference = await end.locator("#anytime-connect").getAttribute("data-custom-ref");
    expect(reference?.split(".")).toHaveLength(5);
    expect(reference?.length).toBeLessThanOrEqual(255);
    await expect(row).toContainText("Connecting");
  });
  await test.step("signs in at the bank and accepts", async () => {
    const popup = await signInAtBank(end, "camille");
    await popup.getByRole("button", { name: "Accept" }).click();
    await popup.getByRole("button", { name: "Close" }).click();
    await expect(end.getByRole("heading", { name: "Your Anytime account is connected" })).toBeVisible();
    await expect(row).toContainText("Active");
  });
  await test.step("a payment arrives at the top of the open page", async () => {
    const { txid } = await demo.control("pay", {
      customer: "camille",
      set: {
        description: "LIBRAIRIE DU PORT - RUE X, MARSEILLE,13002,FRA,FRA",
        amount: "12.50",
        mcc: "5942",
        currency: "EUR",
        status: "A",
        type: "D",
      },
    });
    const first = transactions.locator("[data-transaction]").first();
    await expect(first).toContainText("Librairie");
    // Their cards were read from the bank as soon as they gave access.
    for (const text of ["€12.50", "Book", "Camille Roux", "Authorised"])
      await expect(first).toContainText(text);
    await demo.control("settle", { txid });
    await expect(first).toContainText("Settled");
  });
  await test.step("staff say whose card it is, and past and future follow", async () => {
    // A card and account that the bank's API says nothing of, whatever other tests read there.
    const cardRef = "ANY0000900001";
    const stray = { "body.card_ref": cardRef, "body.acc_id": "stray-account" };
    await demo.control("trigger", { event: "card_transaction_received", set: stray });
    await page.goto(`${demo.url}/transactions/unattributed`);
    await page
      .getByRole("row", { name: new RegExp(cardRef) })
      .getByRole("button", { name: "Assign" })
      .click();
    await page.getByLabel("Find a linked user").fill("Léa");
    await page.getByRole("radio", { name: /Léa Bernard/ }).check();
    await page.getByRole("button", { name: "Assign card" }).click();
    await expect(page.getByRole("row", { name: new RegExp(cardRef) })).toHaveCount(0);
    const first = transactions.locator("[data-transaction]").first();
    await demo.control("trigger", {
      event: "card_transaction_received",
      set: { ...stray, "body.transaction.description": "CRÊPERIE DU PHARE - QUAI B, BREST,29200,FRA,FRA" },
    });
    await expect(first).toContainText("Crêperie");
    await expect(first).toContainText("Léa Bernard");
    expect(await transactions.evaluate(() => "neverReloaded" in window)).toBe(true);
  });
  await test.step("the customer revokes at the bank", async () => {
    await page.goto(`${demo.url}/users`);
    await expect(row).toContainText("Active");
    await page.getByRole("link", { name: "Camille Roux" }).click();
    await expect(page.getByText(/according to the bank/).first()).toBeVisible();
    await page.goto(`${demo.url}/users`);
    await demo.control("revoke", { customer: "camille" });
    await expect(row).toContainText("Revoked");
    await page.getByRole("link", { name: "Camille Roux" }).click();
    await expect(page.getByText("The bank reported that the token was revoked")).toBeVisible();
    await expect(page).toHaveTitle(/Camille Roux/);
    await expect(page.getByText(/^Their access was revoked on/)).toBeVisible();
  });
  await test.step("a caller is found from any page, by a name typed wrong, and the page says why", async () => {
    await page.goto(`${demo.url}/deliveries`);
    await expect(page.getByRole("button", { name: "Search", exact: true })).toBeVisible();
    await expect(page.getByText(/^Live/).first()).toBeVisible();
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Search everything" });
    await palette.getByRole("textbox").or(palette.getByRole("searchbox")).fill("roux cmaille");
    const person = palette.getByRole("menuitem", { name: /Camille Roux/ });
    await expect(person).toBeVisible();
    await expectNoBarriers(page);
    await expect(person).toHaveAttribute("data-focused", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Camille Roux" })).toBeVisible();
    await page.getByRole("link", { name: "Payments", exact: true }).click();
    await page.waitForURL(/show=payments/);
    await page.goto(`${page.url()}&why=1&before=nonsense`);
    await expect(page.getByText(/^Their token was revoked on/)).toBeVisible();
    await expectNoBarriers(page);
  });
  await phone.close();
});

test("the page waits for the bank's webhook, not for the browser's event", async ({
  page,
  browser,
  demo,
}) => {
  await signIn(page, demo);
  const link = await invite(page, demo, "Late Webhook", "K-78");
  const end = await (await browser.newContext()).newPage();
  await end.goto(link);
  const popup = await signInAtBank(end, "late");
  await popup.getByRole("button", { name: "Accept" }).click();
  await expect(end.getByText("Waiting for Anytime to confirm…").first()).toBeVisible();
  await expect(page.getByRole("row", { name: /Late Webhook/ })).toContainText("Connecting");
  await expect(end.getByRole("heading", { name: "Your Anytime account is connected" })).toBeVisible({
    timeout: 15_000,
  });
  await expect(page.getByRole("row", { name: /Late Webhook/ })).toContainText("Active");
  await end.context().close();
});

test("refusing, a wrong password and a closed window are said plainly", async ({ page, browser, demo }) => {
  await signIn(page, demo);
  const link = await invite(page, demo, "Sofia Rossi", "K-79");
  const end = await (await browser.newContext()).newPage();
  await end.goto(link);
  const wrong = await signInAtBank(end, "wrong");
  await expect(end.getByRole("heading", { name: "Anytime could not sign you in" })).toBeVisible();
  await wrong.close();
  const refusing = await signInAtBank(end, "sofia");
  await refusing.getByRole("button", { name: "Refuse" }).click();
  await expect(end.getByRole("heading", { name: "You did not give access" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Sofia Rossi/ })).toContainText("Refused");
  await end.context().close();
});
