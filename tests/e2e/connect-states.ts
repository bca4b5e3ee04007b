import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { expect } from "./fixtures";

export type Language = "en" | "fr";

/** What a state of the connect page says in each language, and how one gets there. */
export interface ConnectState {
  readonly name: string;
  readonly says: { readonly [language in Language]: string };
  /** The next step is in the bank's window or nowhere: the page has nothing to press. */
  readonly waits?: true;
  /** Many people meet it: every commit tries it, and `npm run test:long` all. */
  readonly often?: true;
  /** No link was ever there, so no attempt and no support code. */
  readonly codeless?: true;
  readonly browser?: BrowserContextOptions;
  /** Before the page is opened. */
  readonly before?: (at: { context: BrowserContext; demo: RunningDemo; link: string }) => Promise<unknown>;
  /** On the page, which is open. */
  readonly reach: (page: Page, language: Language, demo: RunningDemo, link: string) => Promise<unknown>;
}

/** What the connect page and the bank's window say, to find by. */
export const WORDS = {
  en: {
    button: "Connect with Anytime",
    email: "E-mail",
    password: "Password",
    signIn: "Sign in",
    accept: "Accept",
    again: "Try again",
    unreachable: "The Anytime button could not be loaded",
    closed: "The Anytime window was closed",
    connected: "Your Anytime account is connected",
  },
  fr: {
    button: "Se connecter avec Anytime",
    email: "E-mail",
    password: "Mot de passe",
    signIn: "Se connecter",
    accept: "Accepter",
    again: "Réessayer",
    unreachable: "Le bouton Anytime n’a pas pu être chargé",
    closed: "La fenêtre Anytime a été fermée",
    connected: "Votre compte Anytime est connecté",
  },
} as const;
const OFFER = {
  en: "asks to be notified of your card payments",
  fr: "souhaite être informé de vos paiements par carte",
};
const UNREACHABLE = { en: WORDS.en.unreachable, fr: WORDS.fr.unreachable };
const BLOCKED = {
  en: "Your browser blocked the Anytime window",
  fr: "Votre navigateur a bloqué la fenêtre Anytime",
};
const CONNECTED = { en: WORDS.en.connected, fr: WORDS.fr.connected };
const CLOSED = { en: WORDS.en.closed, fr: WORDS.fr.closed };
const SCRIPT = "**/client.js";
const INSTAGRAM =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 355.0.0";

const button = (page: Page, language: Language) =>
  page.getByRole("button", { name: WORDS[language].button, exact: true });
const stay = async () => undefined;
const secretOf = (link: string) => new URL(link).pathname.split("/").at(-1) ?? "";
const hash = (link: string) => createHash("sha256").update(secretOf(link)).digest();

/** As often as a link may be opened in a quarter of an hour. */
async function openOften(demo: RunningDemo, link: string): Promise<void> {
  const body = JSON.stringify({ secret: secretOf(link), language: "en" });
  const headers = { "Content-Type": "application/json", Origin: demo.url };
  for (let n = 0; n < 60; n += 1) {
    const { status } = await fetch(`${demo.url}/api/connect/attempts`, { method: "POST", headers, body });
    expect(status).toBe(200);
  }
}

/** Opens the bank's window. */
async function open(page: Page, language: Language): Promise<Page> {
  const opening = page.waitForEvent("popup");
  await button(page, language).click();
  return opening;
}

/** Signs in there as one of the bank's scripted customers. */
async function be(customer: string, page: Page, language: Language): Promise<Page> {
  const popup = await open(page, language);
  await popup.getByLabel(WORDS[language].email).fill(`${customer}@example.com`);
  await popup.getByLabel(WORDS[language].password).fill("anytime");
  await popup.getByRole("button", { name: WORDS[language].signIn, exact: true }).click();
  return popup;
}

const being = (customer: string) => (page: Page, language: Language) => be(customer, page, language);
const accepting = (customer: string) => async (page: Page, language: Language) =>
  (await be(customer, page, language))
    .getByRole("button", { name: WORDS[language].accept, exact: true })
    .click();

/** Every state of `screens.md`, by what the simulated bank's customers, the browser or the link do. */
export const STATES: readonly ConnectState[] = [
  {
    name: "loading",
    often: true,
    says: { en: "Loading the Anytime button…", fr: "Chargement du bouton Anytime…" },
    before: ({ context }) => context.route(SCRIPT, () => new Promise(() => undefined)),
    reach: stay,
  },
  {
    name: "slow script: given up, and taken all the same when it comes",
    says: OFFER,
    before: ({ context }) =>
      context.route(SCRIPT, async (route) => {
        await sleep(11_500);
        await route.continue();
      }),
    reach: async (page, language) => {
      await expect(page.getByRole("heading", { name: UNREACHABLE[language] })).toBeVisible({
        timeout: 15_000,
      });
      await expect(button(page, language)).toBeVisible();
    },
  },
  {
    name: "script blocked, or nobody there",
    often: true,
    says: UNREACHABLE,
    before: ({ context }) => context.route(SCRIPT, (route) => route.abort("blockedbyclient")),
    reach: stay,
  },
  {
    name: "offline, and tried again",
    says: OFFER,
    before: ({ context }) =>
      context.route(SCRIPT, (route) => route.abort("internetdisconnected"), { times: 1 }),
    reach: async (page, language) => {
      await page.getByRole("button", { name: WORDS[language].again }).click();
      await expect(button(page, language)).toBeVisible();
    },
  },
  {
    name: "script that defines nothing",
    says: UNREACHABLE,
    before: ({ context }) =>
      context.route(SCRIPT, (route) => route.fulfill({ contentType: "text/javascript", body: "" })),
    reach: stay,
  },
  {
    name: "ready, in the browser of another app",
    often: true,
    says: {
      en: "You are in another app’s browser",
      fr: "Vous êtes dans le navigateur d’une autre application",
    },
    browser: { userAgent: INSTAGRAM },
    reach: (page, language) => expect(button(page, language)).toBeVisible(),
  },
  {
    name: "popup blocked by the browser",
    often: true,
    says: BLOCKED,
    before: ({ context }) => context.addInitScript(() => Object.assign(window, { open: () => null })),
    reach: (page, language) => button(page, language).click(),
  },
  {
    name: "popup blocked the second time",
    says: BLOCKED,
    reach: async (page, language) => {
      await (await be("blocked", page, language)).waitForEvent("close");
      await expect(page.getByRole("heading", { name: CLOSED[language] })).toBeVisible();
      await button(page, language).click();
    },
  },
  {
    name: "signing in",
    waits: true,
    says: { en: "Signing in at Anytime…", fr: "Identification chez Anytime…" },
    reach: open,
  },
  {
    name: "sign-in failed",
    says: { en: "Anytime could not sign you in", fr: "Anytime n’a pas pu vous identifier" },
    reach: being("wrong"),
  },
  {
    name: "technical error",
    says: { en: "Something went wrong", fr: "Un problème est survenu" },
    reach: being("error"),
  },
  {
    name: "reviewing access",
    waits: true,
    says: { en: "Waiting for your answer…", fr: "En attente de votre réponse…" },
    reach: being("camille"),
  },
  {
    name: "refused",
    often: true,
    says: { en: "You did not give access", fr: "Vous n’avez pas donné l’accès" },
    reach: being("refuses"),
  },
  { name: "closed", says: CLOSED, reach: being("closes") },
  {
    name: "waiting for the bank's confirmation",
    waits: true,
    says: { en: "Waiting for Anytime to confirm…", fr: "En attente de la confirmation d’Anytime…" },
    reach: accepting("lost"),
  },
  { name: "connected", often: true, waits: true, says: CONNECTED, reach: accepting("ines") },
  {
    name: "connected before the browser knows",
    waits: true,
    says: CONNECTED,
    reach: accepting("early"),
  },
  {
    name: "success that comes after the window was closed",
    waits: true,
    says: CONNECTED,
    reach: async (page, language) => {
      await accepting("unheard")(page, language);
      await expect(page.getByRole("heading", { name: CLOSED[language] })).toBeVisible();
    },
  },
  {
    name: "expired",
    often: true,
    waits: true,
    says: { en: "This link has expired", fr: "Ce lien a expiré" },
    reach: async (page, language, demo, link) => {
      await expect(button(page, language)).toBeVisible();
      await demo.query("UPDATE connect_sessions SET expires_at = now() WHERE secret_hash = $1", [hash(link)]);
      await page.reload();
    },
  },
  {
    name: "cancelled in another window while this one is open",
    waits: true,
    says: { en: "This link was cancelled", fr: "Ce lien a été annulé" },
    reach: async (page, language, _, link) => {
      await expect(button(page, language)).toBeVisible();
      const other = await page.context().newPage();
      await other.goto(`${link}?lang=en`);
      await other.getByRole("button", { name: "This isn’t me" }).click();
      await other.getByRole("button", { name: "Cancel this link" }).click();
      await expect(other.getByRole("heading", { name: "This link was cancelled" })).toBeVisible();
      await other.close();
      await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    },
  },
  {
    name: "opened too often",
    codeless: true,
    says: { en: "This link was opened too often", fr: "Ce lien a été ouvert trop souvent" },
    before: ({ demo, link }) => openOften(demo, link),
    reach: stay,
  },
  {
    name: "unknown",
    waits: true,
    codeless: true,
    says: { en: "This link is not valid", fr: "Ce lien n’est pas valide" },
    reach: (page, language) =>
      page.goto(`${new URL(page.url()).origin}/connect/nobody-has-this-link?lang=${language}`),
  },
];

/** No attempt begins before the person says that they want to connect again. */
export const ALREADY_CONNECTED: ConnectState = {
  name: "already connected",
  codeless: true,
  says: { en: "You are already connected", fr: "Vous êtes déjà connecté" },
  reach: stay,
};

/** Goes the straight way at the simulated bank, in English. */
export async function accept(page: Page, customer: string): Promise<void> {
  await accepting(customer)(page, "en");
}
