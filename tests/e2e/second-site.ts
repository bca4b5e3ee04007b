import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { expect } from "./fixtures";

/** The partner reference of the site that these tests add. */
const PARTNER_REF = randomBytes(32).toString("hex");

/** Adds the site Boutique by hand, and is on its settings. @returns its id, and its callback with the key */
export async function addBoutique(page: Page, demo: RunningDemo): Promise<{ id: string; callback: string }> {
  await page.goto(`${demo.url}/settings`);
  await page.getByRole("button", { name: "Add a site" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a site" });
  await dialog.getByLabel("Name").fill("Boutique");
  await dialog.getByLabel("Domain").fill("boutique.example");
  await dialog.getByLabel("Partner reference").fill(PARTNER_REF);
  await dialog.getByLabel("Partner ID").fill("too short");
  await dialog.getByRole("button", { name: "Add the site" }).click();
  await expect(dialog.getByLabel("Partner ID")).toHaveAccessibleDescription(/It has 64 characters: letters/);
  await dialog.getByLabel("Partner ID").fill(randomBytes(32).toString("hex"));
  await dialog.getByRole("button", { name: "Add the site" }).click();
  const added = page.getByRole("alertdialog", { name: "The site is added" });
  const callback = await added.getByLabel("Callback URL").inputValue();
  await added.getByRole("link", { name: "Go to its settings" }).click();
  await expect(page.getByRole("button", { name: "Site shown: Boutique" })).toBeVisible();
  return { id: siteOf(page) ?? "", callback };
}

/** The site that the address of a page names. */
export function siteOf(page: Page): string | null {
  return new URL(page.url()).searchParams.get("site");
}

/** Notifies the second site of a payment, as the bank does. @returns how it was answered */
export async function pay(callback: string, merchant: string): Promise<number> {
  const timestamp = `${Math.floor(Date.now() / 1_000)}.${randomBytes(2).readUInt16BE()}`;
  const hash = createHash("sha256").update(`${timestamp}|${PARTNER_REF}`).digest("hex");
  const transaction = {
    ...{ txid: randomBytes(6).toString("hex"), amount: "12.50", currency: "EUR", status: "S", type: "D" },
    ...{ date: "2026-11-20 14:14:48", description: `${merchant},PARIS,75001,FRA,FRA` },
  };
  const body = { method: "card_last_tx", card_ref: "BOUTIQUE-1", acc_id: "acc-boutique", transaction };
  const data = { hash, timestamp, event_name: "card_transaction_received", body };
  const notification = { reference: randomBytes(8).toString("hex"), created_at: new Date().toISOString() };
  const { status } = await fetch(callback, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ notification: { ...notification, current_try: 1, max_tries: 3, data } }),
  });
  return status;
}
