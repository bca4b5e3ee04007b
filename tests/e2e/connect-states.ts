import type { BrowserContext, Page } from "@playwright/test";
import type { RunningDemo } from "../support/demo";
import { signInAtBank } from "./fixtures";

/** What a state of the connect page says in each language, and how one gets there. */
export interface ConnectState {
  readonly name: string;
  readonly heading: { readonly en: string; readonly fr: string };
  /** Before the page is opened. */
  readonly before?: (context: BrowserContext, demo: RunningDemo) => Promise<unknown>;
  /** On the page, which is open. */
  readonly reach: (page: Page, language: "en" | "fr") => Promise<unknown>;
}

const BUTTON = { en: "Connect with Anytime", fr: "Se connecter avec Anytime" };
const press = (page: Page, language: "en" | "fr") =>
  page.getByRole("button", { name: BUTTON[language] }).click();
const stay = async () => undefined;
const bank = (demo: RunningDemo) => `${demo.bank}/**/client.js`;

/** Speaks as the bank's script does, without a bank: each event is fired by `window.fire`. */
const FAKE_SCRIPT = `
  const added = {};
  window.AC = { add: (name, callback) => (added[name] ??= []).push(callback) };
  window.fire = (name, event) => { for (const callback of added[name] ?? []) callback(event); };
  document.getElementById("anytime-connect").innerHTML = "<button type='button'>the bank's button</button>";`;

async function fakeBank(context: BrowserContext, demo: RunningDemo): Promise<void> {
  await context.route(bank(demo), (route) =>
    route.fulfill({ contentType: "text/javascript", body: FAKE_SCRIPT }),
  );
}

const fire = async (page: Page, ...names: string[]) => {
  await page.getByRole("button", { name: "the bank's button" }).waitFor();
  for (const name of names)
    await page.evaluate((event) => (window as unknown as { fire(name: string): void }).fire(event), name);
};

/** The states that an end user may meet, but for the straight way, which story.spec.ts goes. */
export const STATES: readonly ConnectState[] = [
  {
    name: "popup blocked",
    heading: {
      en: "Your browser kept the Anytime window from opening",
      fr: "Votre navigateur a empêché la fenêtre Anytime de s’ouvrir",
    },
    before: (context) => context.addInitScript(() => Object.assign(window, { open: () => null })),
    reach: press,
  },
  {
    name: "script blocked",
    heading: { en: "The Anytime button could not be loaded", fr: "Le bouton Anytime n’a pas pu être chargé" },
    before: (context, demo) => context.route(bank(demo), (route) => route.abort("blockedbyclient")),
    reach: stay,
  },
  {
    name: "script that defines nothing",
    heading: { en: "The Anytime button could not be loaded", fr: "Le bouton Anytime n’a pas pu être chargé" },
    before: (context, demo) =>
      context.route(bank(demo), (route) => route.fulfill({ contentType: "text/javascript", body: "" })),
    reach: stay,
  },
  {
    name: "technical error",
    heading: { en: "Something went wrong", fr: "Un problème est survenu" },
    before: fakeBank,
    reach: (page) => fire(page, "onClickLoginButton", "onDisplayPopup", "onError"),
  },
  {
    name: "closed",
    heading: { en: "The Anytime window was closed", fr: "La fenêtre Anytime a été fermée" },
    before: fakeBank,
    reach: (page) =>
      fire(page, "onClickLoginButton", "onDisplayPopup", "onDisplayLoginFormScreen", "onClosePopup"),
  },
  {
    name: "refused",
    heading: { en: "You did not give access", fr: "Vous n’avez pas donné accès" },
    before: fakeBank,
    reach: (page) => fire(page, "onDisplayPopup", "onLoginSucceeded", "onClickRefuseButton", "onClosePopup"),
  },
  {
    name: "sign-in failed",
    heading: { en: "Anytime could not sign you in", fr: "Anytime n’a pas pu vous identifier" },
    before: fakeBank,
    reach: (page) => fire(page, "onDisplayPopup", "onDisplayLoginFormScreen", "onLoginFailed"),
  },
];

/** Goes the straight way at the simulated bank. */
export async function accept(page: Page, customer: string): Promise<void> {
  const popup = await signInAtBank(page, customer);
  await popup.getByRole("button", { name: "Accept" }).click();
}
