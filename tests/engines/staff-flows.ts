import type { RunningDemo } from "../support/demo";
import { button, type EnginePage, field, link, says, seen, until } from "./engine";

/** What staff do all day, step by step; each leaves the page somewhere, and the next begins by going to its own. */
export const FLOWS: Readonly<Record<string, (page: EnginePage, demo: RunningDemo) => Promise<void>>> = {
  "see a payment arrive by itself": async (page, demo) => {
    await page.goto(`${demo.url}/transactions`);
    await seen(page, "Live");
    await demo.control("pay", {
      customer: "camille",
      set: { description: "ENGINE CAFE,PARIS,75001,FRA,FRA" },
    });
    await seen(page, "Engine Cafe");
  },
  "open a payment, go to the next by its key, and close it": async (page, demo) => {
    await page.goto(`${demo.url}/transactions`);
    await until("payments", async () => (await firstMerchant(page)) !== "");
    const merchant = await firstMerchant(page);
    await page.click({ css: "main table a", name: merchant });
    await until("the payment", () => hasQuery(page, "open"));
    await until("that payment, and no other", () =>
      page.evaluate(
        (name) => document.querySelector("[aria-current=true] a")?.textContent === name,
        merchant,
      ),
    );
    const first = await page.evaluate(() => location.search);
    await page.press("j");
    await until("the next payment", async () => (await page.evaluate(() => location.search)) !== first);
    await page.press("Escape");
    await until("the list", async () => !(await hasQuery(page, "open")));
  },
  "search anything by Ctrl K": async (page, demo) => {
    await page.goto(`${demo.url}/`);
    await until("the keys", () => says(page, /Ctrl K/));
    await page.press("Control+k");
    await until("the field", () =>
      page.evaluate(() => document.activeElement?.matches("[role=dialog] input") ?? false),
    );
    for (const letter of "audit") await page.press(letter);
    await until("the page among what is found", () =>
      page.evaluate(() =>
        [...document.querySelectorAll("[role=option]")].some(({ textContent }) =>
          textContent.startsWith("Audit"),
        ),
      ),
    );
    await page.press("Enter");
    await until("its page", async () => (await page.evaluate(() => location.pathname)) === "/audit");
  },
  "filter payments, and take the filter away": async (page, demo) => {
    await page.goto(`${demo.url}/transactions`);
    await page.click(button("Status"));
    await page.click({ css: "[role=menuitemradio], [role=menuitem], [role=option]", name: "Settled" });
    await until("the filter", () => hasQuery(page, "status"));
    await page.click(link("Clear all"));
    await until("the list", async () => !(await hasQuery(page, "status")));
  },
  "invite somebody, and copy their link": async (page, demo) => {
    await page.goto(`${demo.url}/users`);
    await page.click(button("Invite user"));
    await page.fill(field("Name"), "Engine Person");
    await page.click(button("Create link"));
    await seen(page, "The connect link is ready");
    const made = await page.evaluate(
      () => [...document.querySelectorAll("input")].find(({ value }) => value.includes("/connect/"))?.value,
    );
    if (made === undefined) throw new Error("no link");
    await page.click(button("Close"));
    await seen(page, "Engine Person");
  },
  "open a delivery": async (page, demo) => {
    await page.goto(`${demo.url}/deliveries`);
    await page.evaluate(() => document.querySelector<HTMLElement>("main table tbody a")?.click());
    await until("the delivery", () => hasQuery(page, "open"));
    await seen(page, "Address");
  },
  "change a setting": async (page, demo) => {
    await page.goto(`${demo.url}/settings/connect`);
    await page.fill(field("Days a link stays valid"), "8");
    await page.click(button("Save"));
    await seen(page, "Saved.");
  },
};

/** Signs in by hand. */
export async function signInByHand(page: EnginePage, demo: RunningDemo): Promise<void> {
  await page.goto(`${demo.url}/sign-in`);
  await page.fill(field("E-mail"), demo.email);
  await page.fill(field("Password"), demo.password);
  await page.click(button("Sign in"));
  await until("the first page", async () => (await page.evaluate(() => location.pathname)) === "/");
  await seen(page, "Overview");
}

function hasQuery(page: EnginePage, name: string): Promise<boolean> {
  return page.evaluate((wanted) => new URLSearchParams(location.search).has(wanted), name);
}

function firstMerchant(page: EnginePage): Promise<string> {
  return page.evaluate(
    () => document.querySelector("main table tbody a[href*=open]")?.textContent?.trim() ?? "",
  );
}
