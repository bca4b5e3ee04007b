import type { Browser, Page } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { expect } from "./fixtures";

export const BUTTON = { name: "Connect with Anytime" };
export const USED = { name: "This link has been used" };

export async function openLink(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await expect(page.getByRole("button", BUTTON)).toBeVisible();
  return page;
}

export async function countTokens(demo: RunningDemo, externalReference: string): Promise<unknown> {
  const [row] = await demo.query(
    `SELECT count(*)::int AS n FROM api_tokens t JOIN linked_users u ON u.id = t.linked_user_id
     WHERE u.external_reference = $1`,
    [externalReference],
  );
  return row?.n;
}
