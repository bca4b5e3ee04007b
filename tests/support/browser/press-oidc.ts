import { z } from "zod";
import type { CookieBrowser } from "./cookie-browser";

const csrfSchema = z.object({ csrfToken: z.string() });
const urlSchema = z.object({ url: z.string() });

/** Where an issuer sends people back to. */
export const OIDC_CALLBACK = /\/api\/auth\/callback\/oidc/;

/** What the sign-in page sends along with each form. */
export async function readCsrf(browser: CookieBrowser, appUrl: string): Promise<string> {
  return csrfSchema.parse(await (await browser.ask(`${appUrl}/api/auth/csrf`)).json()).csrfToken;
}

/** Presses the issuer's button, to go on to the users. @returns where it leads */
export async function pressOidc(browser: CookieBrowser, appUrl: string): Promise<string> {
  const csrfToken = await readCsrf(browser, appUrl);
  const body = new URLSearchParams({ csrfToken, callbackUrl: "/users", json: "true" });
  const answer = await browser.ask(`${appUrl}/api/auth/signin/oidc`, { method: "POST", body });
  return urlSchema.parse(await answer.json()).url;
}
