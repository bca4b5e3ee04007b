import { inviteByApi } from "../e2e/fixtures";
import type { RunningDemo } from "../support/demo";
import { button, choose, type Engine, type EnginePage, field, link, seen, until } from "./engine";
import { passSecondFactor } from "./sign-in-flows";

export type Flow = (page: EnginePage, demo: RunningDemo, engine: Engine) => Promise<void>;

/** What staff do all day, step by step; each leaves the page somewhere, and the next begins by going to its own. */
export const FLOWS: Readonly<Record<string, Flow>> = {
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
    await until(page, "payments", async () => (await firstMerchant(page)) !== "");
    const merchant = await firstMerchant(page);
    await page.click({ css: "main table a", name: merchant });
    await until(page, "the payment", () => hasQuery(page, "open"));
    await until(page, "that payment, and no other", () =>
      page.evaluate(
        (name) => document.querySelector("[aria-current=true] a")?.textContent === name,
        merchant,
      ),
    );
    const first = await page.evaluate(() => location.search);
    await page.press("j");
    await until(page, "the next payment", async () => (await page.evaluate(() => location.search)) !== first);
    await page.press("Escape");
    await until(page, "the list", async () => !(await hasQuery(page, "open")));
  },
  "search anything by Ctrl K": async (page, demo) => {
    await page.goto(`${demo.url}/`);
    // Before that the key waits for the script: tests/e2e/lost-connection.spec.ts.
    await seen(page, "Live");
    await page.press("Control+k");
    await until(page, "the field", () =>
      page.evaluate(() => document.activeElement?.matches("[role=dialog] input") ?? false),
    );
    for (const letter of "audit") await page.press(letter);
    await until(page, "the page among what is found", () =>
      page.evaluate(() =>
        [...document.querySelectorAll("[role=menuitem]")].some(({ textContent }) =>
          textContent.startsWith("Audit"),
        ),
      ),
    );
    await page.press("Enter");
    await until(page, "its page", async () => (await pathOf(page)) === "/audit");
  },
  "filter payments, and take the filter away": async (page, demo) => {
    await page.goto(`${demo.url}/transactions`);
    await page.click(button("Status"));
    await page.click({ css: "[role=menuitemradio], [role=menuitem], [role=option]", name: "Settled" });
    await until(page, "the filter", () => hasQuery(page, "status"));
    await page.click(link("Clear all"));
    await until(page, "the list", async () => !(await hasQuery(page, "status")));
  },
  "see the payments between two dates": async (page, demo) => {
    await page.goto(`${demo.url}/transactions`);
    await page.click(button("Dates and amounts"));
    await choose(page, field("From"), "2020-01-01");
    await choose(page, field("To"), "2020-01-31");
    await page.click(button("Apply"));
    await until(page, "the dates in the address", () =>
      page.evaluate(() => /from=2020-01-01.*to=2020-01-31/.test(location.search)),
    );
    await seen(page, "No transaction matches");
  },
  "find a person, make them a link, cancel it and undo that": async (page, demo) => {
    await inviteByApi(demo, "Odile Moteur", `engine-${crypto.randomUUID()}`);
    await page.goto(`${demo.url}/users`);
    await page.fill(field("Name, e-mail, reference, card, account, support code…"), "odile moteur");
    await until(page, "the search", () => hasQuery(page, "q"));
    await page.click({ css: "main table a", name: "Odile Moteur" });
    await until(page, "their page", () =>
      page.evaluate(() => /^\/users\/[\da-f-]{36}$/.test(location.pathname)),
    );
    await page.click(button("Cancel link"));
    await page.click(button("Cancel the link"));
    await seen(page, "The connect link is cancelled.");
    await page.click(button("Undo the cancellation"));
    await seen(page, "The connect link works again.");
    await page.click(button("New connect link"));
    await seen(page, "The connect link is ready");
    await until(page, "its address", () =>
      page.evaluate(() =>
        [...document.querySelectorAll("input")].some(({ value }) => value.includes("/connect/")),
      ),
    );
    await page.click(button("Close"));
  },
  "invite somebody, and copy their link": async (page, demo) => {
    await page.goto(`${demo.url}/users`);
    await page.click(button("Invite user"));
    await page.fill(field("Name"), "Engine Person");
    await page.click(button("Create link"));
    await seen(page, "The connect link is ready");
    await page.click(button("Copy link"));
    await seen(page, "Copied");
    await page.click(button("Close"));
    await seen(page, "Engine Person");
  },
  "open a delivery, and decide about it with a reason": async (page, demo) => {
    await demo.control("trigger", { event: "card_transaction_received", fault: "bad-hash" });
    await page.goto(`${demo.url}/deliveries?verdict=quarantined`);
    const name = await page.evaluate(
      () => document.querySelector("main table tbody a")?.textContent?.trim().replaceAll(/\s+/g, " ") ?? "",
    );
    await page.click({ css: "main table tbody a", name });
    await until(page, "the delivery", () => hasQuery(page, "open"));
    await seen(page, "Checks");
    await page.click(button("Discard"));
    await page.fill(field("Reason"), "Sent by a test of engines");
    await page.click({
      css: "[role=dialog]:has(input) button",
      name: "Discard",
    });
    await seen(page, "Done: 1 delivery");
  },
  "go where an address leads while another page is on its way": async (page, demo) => {
    for (let times = 0; times < 3; times += 1) {
      await page.goto(`${demo.url}/`);
      await seen(page, "Live");
      await page.evaluate(() => document.querySelector<HTMLElement>("nav a[href^='/transactions']")?.click());
      await page.goto(`${demo.url}/settings/connect`);
      await until(page, "the page asked for last", async () => (await pathOf(page)) === "/settings/connect");
    }
  },
  "change a setting": async (page, demo) => {
    await page.goto(`${demo.url}/settings/connect`);
    await page.fill(field("Days a link stays valid"), "8");
    await page.click(button("Save"));
    await seen(page, "Saved.");
  },
  "set up a second factor, sign out, and sign in with it": passSecondFactor,
};

function pathOf(page: EnginePage): Promise<string> {
  return page.evaluate(() => location.pathname);
}

function hasQuery(page: EnginePage, name: string): Promise<boolean> {
  return page.evaluate((wanted) => new URLSearchParams(location.search).has(wanted), name);
}

function firstMerchant(page: EnginePage): Promise<string> {
  return page.evaluate(
    () => document.querySelector("main table tbody a[href*=open]")?.textContent?.trim() ?? "",
  );
}
