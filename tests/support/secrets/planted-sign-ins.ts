import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Scope } from "@/lib/db/access/scope";
import { inviteMember } from "@/lib/staff/members/invitations";
import { EVERY_SITE } from "@/lib/staff/members/member-sites";
import { askForAnyPasskey } from "@/lib/staff/passkeys/ask-passkey";
import { addPasskey, type RegisterDependencies, startPasskey } from "@/lib/staff/passkeys/register";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { createAuthenticator } from "../browser/authenticator";
import { makeCookieBrowser } from "../browser/cookie-browser";
import { OIDC_CALLBACK, pressOidc, readCsrf } from "../browser/press-oidc";
import type { OidcServer } from "../peers/oidc-server";

type Secrets = Record<string, string>;

/** A running server that these sign-ins go to, and its database. */
export interface SignInsAt {
  /** As its settings say it. */
  readonly appUrl: string;
  readonly database: RegisterDependencies["database"] & Parameters<typeof inviteMember>[1]["database"];
  readonly keys: RegisterDependencies["auditKeys"];
  readonly owner: Scope;
}

/**
 * Adds a passkey, signs in by it and fails to, and leaves a question open: its row is still there when tables are read.
 *
 * @returns what only that browser, or its owner's authenticator, may know
 */
export async function plantPasskey(at: SignInsAt, email: string): Promise<Secrets> {
  const { database, keys, owner, appUrl } = at;
  const env = { APP_URL: appUrl, ANYTIME_PARTNER_NAME: "Kiosque" };
  const deps = { env, database, auditKeys: keys, passwords: createPasswordGate() };
  const { id: staffId } = await database.prisma.staff.findUniqueOrThrow({ where: { email } });
  const { id: sessionId } = await database.prisma.staffSession.findFirstOrThrow({ where: { staffId } });
  const own = { staffId, sessionId, name: "Olga", email, secondFactorAt: new Date() };
  const order = await startPasskey(deps, own, null);
  if (!order.ok) throw new Error(order.problem);
  const authenticator = createAuthenticator({ origin: appUrl, rpId: new URL(appUrl).hostname });
  const attestation = authenticator.make(order.value);
  expect(await addPasskey(owner, deps, own, { name: "Phone", attestation })).toMatchObject({ ok: true });

  const browser = makeCookieBrowser();
  const held = randomBytes(32).toString("base64url");
  browser.restore(appUrl, `anytime-passkey=${held}`);
  const ask = async () => {
    const question = await askForAnyPasskey(deps, { browser: held, address: "127.0.0.1" });
    if (question === null) throw new Error("asked too often");
    return question;
  };
  const csrfToken = await readCsrf(browser, appUrl);
  const answer = async (assertion: ReturnType<typeof authenticator.answer>) => {
    const body = new URLSearchParams({ csrfToken, passkey: JSON.stringify(assertion), json: "true" });
    const { status } = await browser.ask(`${appUrl}/api/auth/callback/passkey`, { method: "POST", body });
    return status;
  };
  const [refused, taken, open] = [await ask(), await ask(), await ask()];
  const wrong = authenticator.answer(refused, { verified: false });
  expect(await answer(wrong)).toBe(401);
  const right = authenticator.answer(taken);
  expect(await answer(right)).toBe(200);
  // What was answered once is refused like what nobody asked.
  expect(await answer(right)).toBe(401);
  expect(await database.prisma.passkeyChallenge.count({ where: { purpose: "sign_in" } })).toBeGreaterThan(0);
  return {
    ...challenges("passkey registration", order.value.challenge),
    ...challenges("passkey question refused", refused.challenge),
    ...challenges("passkey question answered", taken.challenge),
    ...challenges("passkey question open", open.challenge),
    "passkey browser": held,
    "passkey signature": right.response.signature,
    ...sessionsOf("passkey", browser.cookies(appUrl)),
  };
}

/** A challenge as it is sent, and as Postgres would show its bytes. */
const challenges = (name: string, challenge: string): Secrets => ({
  [name]: challenge,
  [`${name}, its bytes`]: Buffer.from(challenge, "base64url").toString("hex"),
});

/** Signs in at an issuer, and brings back a wrong answer, and one twice. @returns what passed between the two */
export async function plantIdentity(at: SignInsAt, issuer: OidcServer): Promise<Secrets> {
  const { appUrl, owner, database, keys } = at;
  const email = "mia@kiosque.example";
  const invited = await inviteMember(owner, { database, keys }, { email, role: "viewer", sites: EVERY_SITE });
  if (!invited.ok) throw new Error(invited.problem);
  issuer.become({ sub: "mia", email, email_verified: true, name: "Mia" });
  const browser = makeCookieBrowser();
  const asked = await pressOidc(browser, appUrl);
  const between = browser.cookies(appUrl);
  const callback = await browser.follow(asked, OIDC_CALLBACK);
  const changed = new URL(callback);
  changed.searchParams.set("state", `state-of-another-${randomBytes(16).toString("hex")}`);
  expect(await browser.follow(changed.href)).toMatch(/error=OAuthCallback/);
  browser.restore(appUrl, between);
  expect(await browser.follow(callback)).toBe(`${appUrl}/users`);
  const sessions = sessionsOf("oidc", browser.cookies(appUrl));
  browser.restore(appUrl, between);
  expect(await browser.follow(callback)).toMatch(/error=OAuthCallback/);
  const parameter = (url: string, name: string) => new URL(url).searchParams.get(name) ?? "";
  const given = issuer.secrets().map((secret, index) => [`oidc secret or token ${index}`, secret]);
  expect(given.length).toBeGreaterThan(2);
  return {
    "oidc state": parameter(asked, "state"),
    "oidc nonce": parameter(asked, "nonce"),
    "oidc code": parameter(callback, "code"),
    "oidc state changed": parameter(changed.href, "state"),
    "oidc invitation": invited.secret,
    ...Object.fromEntries(given),
    ...cookiesOf("oidc", between, /state|nonce|pkce/),
    ...sessions,
  };
}

const sessionsOf = (way: string, cookies: string) => cookiesOf(way, cookies, /session-token|device/);

/** The cookies of a browser that a name fits, each of which must be there. */
function cookiesOf(way: string, cookies: string, wanted: RegExp): Secrets {
  const pairs = cookies.split("; ").map((pair) => [...pair.split(/=(.*)/s)]);
  const found = pairs.filter(([name = ""]) => wanted.test(name));
  expect(found.length).toBeGreaterThan(0);
  return Object.fromEntries(
    found.map(([name = "", value = ""]) => [`${way} cookie ${name}`, decodeURIComponent(value)]),
  );
}
