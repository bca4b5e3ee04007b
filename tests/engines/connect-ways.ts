import { createHash } from "node:crypto";
import { type Language, WORDS } from "../e2e/connect-states";
import type { RunningDemo } from "../support/demo";
import { button, type Engine, type EnginePage, field, seen, until } from "./engine";

/** Where a state of the connect page is reached, by whatever engine. */
export interface Setting {
  readonly demo: RunningDemo;
  readonly link: string;
  readonly page: EnginePage;
  readonly engine: Engine;
  readonly language: Language;
  /** Makes another link for the same person. */
  inviteAgain(): Promise<string>;
}

interface Way {
  /** What is wrong with the bank's script. */
  readonly script?: { readonly trouble: string; readonly next?: number };
  readonly userAgent?: string;
  /** Before the page is opened. */
  readonly before?: (at: Pick<Setting, "demo" | "link">) => Promise<unknown>;
  /** On the page, which is open. */
  readonly reach?: (at: Setting) => Promise<unknown>;
}

const connect = ({ language }: Pick<Setting, "language">) => button(WORDS[language].button);
const INSTAGRAM =
  "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 355.0.0";

const secretOf = (link: string) => new URL(link).pathname.split("/").at(-1) ?? "";
const ready = ({ page, language }: Setting) => seen(page, WORDS[language].button);

/** Signs in at the bank as one of its scripted customers. */
async function be(customer: string, at: Setting): Promise<EnginePage> {
  const words = WORDS[at.language];
  const popup = await at.page.opened(() => at.page.click(connect(at)));
  await popup.fill(field(words.email), `${customer}@example.com`);
  await popup.fill(field(words.password), "anytime");
  await popup.click(button(words.signIn));
  return popup;
}

const being = (customer: string): Way => ({ reach: (at) => be(customer, at) });
const accepting = (customer: string) => async (at: Setting) =>
  (await be(customer, at)).click(button(WORDS[at.language].accept));

async function openOften({ demo, link }: Pick<Setting, "demo" | "link">): Promise<void> {
  const body = JSON.stringify({ secret: secretOf(link), language: "en" });
  const headers = { "Content-Type": "application/json", Origin: demo.url };
  for (let n = 0; n < 60; n += 1)
    await fetch(`${demo.url}/api/connect/attempts`, { method: "POST", headers, body });
}

/** The ways to the states of `e2e/connect-states.ts`, by their names. */
export const WAYS: Readonly<Record<string, Way>> = {
  loading: { script: { trouble: "silent" } },
  "slow script: given up, and taken all the same when it comes": {
    script: { trouble: "slow" },
    reach: async (at) => {
      await seen(at.page, WORDS[at.language].unreachable);
      await ready(at);
    },
  },
  "script blocked, or nobody there": { script: { trouble: "gone" } },
  "offline, and tried again": {
    script: { trouble: "gone" },
    reach: async (at) => {
      await seen(at.page, WORDS[at.language].again);
      await at.demo.control("script", { trouble: null });
      await at.page.click(button(WORDS[at.language].again));
      await ready(at);
    },
  },
  "script that defines nothing": { script: { trouble: "empty" } },
  "ready, in the browser of another app": { userAgent: INSTAGRAM, reach: ready },
  "popup blocked by the browser": {
    reach: async (at) => {
      await ready(at);
      await at.page.evaluate(() => void Object.assign(window, { open: () => null }));
      await at.page.click(connect(at));
    },
  },
  "popup blocked the second time": {
    reach: async (at) => {
      const popup = await be("blocked", at);
      await until(popup, "the window to close", () => popup.isClosed());
      await seen(at.page, WORDS[at.language].closed);
      await at.page.click(connect(at));
    },
  },
  "signing in": { reach: (at) => at.page.opened(() => at.page.click(connect(at))) },
  "sign-in failed": being("wrong"),
  "technical error": being("error"),
  "reviewing access": being("camille"),
  refused: being("refuses"),
  closed: being("closes"),
  "waiting for the bank's confirmation": { reach: accepting("lost") },
  connected: { reach: accepting("ines") },
  "connected before the browser knows": { reach: accepting("early") },
  "success that comes after the window was closed": {
    reach: async (at) => {
      await accepting("unheard")(at);
      await seen(at.page, WORDS[at.language].closed);
    },
  },
  expired: {
    reach: async (at) => {
      await ready(at);
      const hash = createHash("sha256").update(secretOf(at.link)).digest();
      await at.demo.query("UPDATE connect_sessions SET expires_at = now() WHERE secret_hash = $1", [hash]);
      await at.page.reload();
    },
  },
  "cancelled in another window while this one is open": {
    reach: async (at) => {
      await ready(at);
      const other = await at.engine.newcomer();
      await other.goto(`${at.link}?lang=en`);
      await other.click(button("This isn’t me"));
      await other.click(button("Cancel this link"));
      await seen(other, "This link was cancelled");
      await other.close();
      await at.page.evaluate(() => void window.dispatchEvent(new Event("focus")));
    },
  },
  "opened too often": { before: openOften },
  unknown: {
    reach: ({ page, demo, language }) =>
      page.goto(`${demo.url}/connect/nobody-has-this-link?lang=${language}`),
  },
  "already connected": {
    reach: async (at) => {
      await accepting("hugo")(at);
      await seen(at.page, WORDS[at.language].connected);
      await at.page.goto(`${await at.inviteAgain()}?lang=${at.language}`);
    },
  },
};
