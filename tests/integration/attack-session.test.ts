import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newId } from "@/lib/db/id";
import type { Assertion } from "@/lib/staff/passkeys/answers";
import { insertPasskey } from "@/lib/staff/passkeys/passkeys-store";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { insertStaff } from "@/lib/staff/store";
import { PAGE_QUERIES } from "@/scripts/access/queries";
import { STAFF_PAGES } from "../e2e/staff-pages";
import { serverActionId } from "../support/browser/action-id";
import { type Answered, askWith, cookiesOf, setCookies } from "../support/browser/ask-with";
import { createAuthenticator } from "../support/browser/authenticator";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { VECTOR_PARTNER_REF } from "../support/facts/factories";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

// As it stands on the internet: https by a proxy in front, which says who asks. Each attack is one that a defence of
// ours stops, and not the browser's; SECURITY.md tells of all.
const HOST = "dash.example";
const EVIL = "evil.example";
const VICTIM = { email: "lea@kiosque.example", password: "four quiet tall birches" };
const ATTACKER = { email: "mallory@kiosque.example", password: "seven slow herons wade" };
const MARKUP = "<img src=x onerror=alert(1)>";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Production;
let webhookPath: string;
let victim: string;
/** What becomes of a sender who begins and never ends: it takes ten seconds, so it is begun first. */
let stalled: Promise<string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const settings: Record<string, string> = {
    ...(await makeProductionSettings(database.url)),
    APP_URL: `https://${HOST}`,
    TRUSTED_PROXY_HOPS: "1",
    ANYTIME_PARTNER_REF: VECTOR_PARTNER_REF,
  };
  webhookPath = `/api/webhooks/anytime/${settings.ANYTIME_WEBHOOK_KEY}`;
  server = startProduction(settings);
  await server.ready();
  stalled = stall();
  await addStaff(VICTIM, "owner");
  await addStaff(ATTACKER, "viewer");
  victim = (await signIn(VICTIM)).cookie;
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await database.close();
});

/** Asks as the proxy does; the headers of the attack go with it. */
const ask = (path: string, headers: Record<string, string> = {}, body?: string | Buffer) =>
  askWith(`${server.url}${path}`, { host: HOST, "x-forwarded-for": "127.0.0.1", ...headers }, body);
const FORM = { "content-type": "application/x-www-form-urlencoded" };

async function addStaff({ email, password }: typeof VICTIM, role: "owner" | "viewer"): Promise<string> {
  const made = await hashNewPassword(password, email);
  if (!made.ok) throw new Error("the password is refused");
  return (await insertStaff(database.prisma, { email, name: email, passwordHash: made.hash, role })) ?? "";
}

/** Signs in like the form, from a browser that has cookies already. */
async function signIn(who: typeof VICTIM, had = "", headers: Record<string, string> = {}) {
  const csrf = await ask("/api/auth/csrf", { cookie: had });
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  const body = new URLSearchParams({ ...who, csrfToken, json: "true" }).toString();
  const cookie = [had, ...cookiesOf(csrf)].filter((one) => one !== "").join("; ");
  const answered = await ask("/api/auth/callback/credentials", { ...FORM, ...headers, cookie }, body);
  return {
    answered,
    csrfCookie: cookiesOf(csrf).join("; "),
    cookie: cookiesOf(answered).join("; "),
    all: [...setCookies(csrf), ...setCookies(answered)],
  };
}

/** Sends the beginning of a request and nothing more. @returns what it is answered before it is cut off */
function stall(): Promise<string> {
  return new Promise((resolve) => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-`),
    );
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
}

describe("headers", () => {
  const strict = async (path: string, cookie = "") => {
    const { headers, status } = await ask(path, { cookie });
    const policy = String(headers["content-security-policy"] ?? "");
    return {
      ...{ path, status: status < 500 },
      https: headers["strict-transport-security"],
      sniffed: headers["x-content-type-options"],
      framed: policy.includes("frame-ancestors 'none'"),
      kept: /no-store|private/.test(String(headers["cache-control"])),
      inline: /script-src[^;]*unsafe/.test(policy),
    };
  };
  const STRICT = {
    ...{ status: true, https: "max-age=31536000", sniffed: "nosniff" },
    ...{ framed: true, kept: true, inline: false },
  };

  it("are strict on every page, for whoever asks: only https, no frame, no other type, nothing kept", async () => {
    const paths = [
      ...STAFF_PAGES,
      "/sign-in",
      "/connect/nobody",
      "/nothing-here",
      "/users/none",
      "/api/exports/none",
    ];
    const found = await Promise.all(paths.flatMap((path) => [strict(path, victim), strict(path)]));
    expect(found).toEqual(found.map(({ path }) => ({ path, ...STRICT })));
  });

  it("are there where no page answers, too", async () => {
    for (const path of ["/icon.svg", "/robots.txt", "/livez", "/api/health", "/metrics", "/api/v1/cards"]) {
      const { https, sniffed } = await strict(path);
      expect({ path, https, sniffed }).toEqual({ path, https: STRICT.https, sniffed: "nosniff" });
    }
  });

  it("bind each cookie of a session to this host, to https, and away from scripts", async () => {
    const { all } = await signIn(VICTIM);
    expect(all.length).toBeGreaterThan(2);
    for (const cookie of all) {
      expect(cookie).toMatch(/^__Host-/);
      for (const part of [/; Path=\//i, /; HttpOnly/i, /; Secure/i, /; SameSite=(Lax|Strict)/i])
        expect(cookie).toMatch(part);
    }
  });
});

describe("another site's page", () => {
  it.each<[string, boolean, Record<string, string>]>([
    [`https://${HOST}`, true, {}],
    [`https://${EVIL}`, false, {}],
    [`https://${EVIL}`, false, { "x-forwarded-host": EVIL }],
    ["null", false, {}],
  ])("that comes from %s may run an action: %s", async (origin, runs, more) => {
    const headers = {
      ...more,
      origin,
      cookie: victim,
      "next-action": serverActionId("setTheme"),
      "content-type": "text/plain",
    };
    const answered = await ask("/users", headers, '["dark"]');
    expect(setCookies(answered).some((cookie) => cookie.includes("dark"))).toBe(runs);
  });

  it("signs nobody in or out without the token of this browser's own page", async () => {
    const body = new URLSearchParams({ ...ATTACKER, csrfToken: "0".repeat(64), json: "true" }).toString();
    // A browser sends its cookies along, whosever page makes it ask.
    const all = await signIn(VICTIM);
    const cookie = `${all.csrfCookie}; ${all.cookie}`;
    expect(cookie).toContain("csrf-token");
    const answered = await ask("/api/auth/callback/credentials", { ...FORM, cookie }, body);
    expect(cookiesOf(answered).join()).not.toContain("session-token");
    await ask("/api/auth/signout", { ...FORM, cookie }, "csrfToken=none&json=true");
    expect((await ask("/users", { cookie })).status).toBe(200);
  });

  it("begins no attempt on a connect link", async () => {
    const headers = { "content-type": "application/json", "sec-fetch-site": "cross-site" };
    const answered = await ask("/api/connect/attempts", headers, '{"secret":"x","language":"en"}');
    expect(answered.status).toBe(403);
  });
});

it("gives whoever signs in a session of their own, not the one that somebody put into their browser", async () => {
  const planted = (await signIn(ATTACKER)).cookie;
  const { cookie, answered } = await signIn(VICTIM, planted);
  expect(answered.status).toBe(200);
  expect(cookie).not.toBe(planted);
  const [account, attackers] = await Promise.all([
    ask("/account", { cookie }),
    ask("/account", { cookie: planted }),
  ]);
  expect(account.text).toContain(VICTIM.email);
  expect(attackers.text).not.toContain(VICTIM.email);
});

describe("an answer of a passkey that somebody overheard", () => {
  const OWNER = { email: "nina@kiosque.example", password: "nine calm rivers turn" };
  const page = { origin: `https://${HOST}`, rpId: HOST };
  const authenticator = createAuthenticator(page);
  let owner: string;
  beforeAll(async () => {
    owner = await addStaff(OWNER, "owner");
    const credentialId = Buffer.from(authenticator.id, "base64url");
    const passkey = { credentialId, publicKey: authenticator.publicKey, name: "Phone", transports: [] };
    await insertPasskey(database.prisma, owner, { ...passkey, counter: 0n, backedUp: true });
  });

  /** A browser that opened the page, and what it is asked. */
  const open = async () => {
    const headers = {
      origin: page.origin,
      "next-action": serverActionId("askAnyPasskey"),
      "content-type": "text/plain",
    };
    const asked = await ask("/sign-in", headers, "[]");
    const challenge = /"challenge":"([\w-]+)"/.exec(asked.text)?.[1] ?? "";
    expect(asked.text).not.toContain(authenticator.id);
    return { cookie: cookiesOf(asked).join("; "), question: { challenge } };
  };
  const answer = async (passkey: Assertion, had: string) => {
    const csrf = await ask("/api/auth/csrf", { cookie: had });
    const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
    const fields = { passkey: JSON.stringify(passkey), csrfToken, json: "true" };
    const cookie = [had, ...cookiesOf(csrf)].join("; ");
    const body = new URLSearchParams(fields).toString();
    const answered = await ask("/api/auth/callback/passkey", { ...FORM, cookie }, body);
    return { status: answered.status, isIn: cookiesOf(answered).join().includes("session-token") };
  };
  const handle = () => Buffer.from(owner.replaceAll("-", ""), "hex").toString("base64url");
  const REFUSED = { status: 401, isIn: false };

  it("is worth nothing once it was used, nor in another browser, nor from another site's page", async () => {
    const [mine, theirs] = [await open(), await open()];
    const passkey = authenticator.answer(mine.question, { userHandle: handle() });
    expect(await answer(passkey, theirs.cookie)).toEqual(REFUSED);
    expect(await answer(passkey, mine.cookie)).toEqual({ status: 200, isIn: true });
    expect(await answer(passkey, mine.cookie)).toEqual(REFUSED);
    const twist = { userHandle: handle(), origin: `https://${EVIL}` };
    const fished = authenticator.answer((await open()).question, twist);
    const again = await open();
    expect(await answer(fished, again.cookie)).toEqual(REFUSED);
    expect(await answer(authenticator.answer(again.question, twist), again.cookie)).toEqual(REFUSED);
  });
});

describe("headers of a stranger", () => {
  it.each<[string, Record<string, string>]>([
    ["of another host", { "x-forwarded-host": EVIL, forwarded: `host=${EVIL}` }],
    ["of another scheme and port", { "x-forwarded-proto": "http", "x-forwarded-port": "81" }],
    [
      "of another page",
      { "x-page-path": `//${EVIL}/`, "x-original-url": "/audit", "x-rewrite-url": "/audit" },
    ],
    ["that claim to come from inside", { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" }],
    ["with a nonce of theirs", { "x-nonce": "mine", "content-security-policy": "script-src *" }],
  ])("%s open nothing and lead nowhere else", async (_, headers) => {
    const [answered, page] = [await ask("/users", headers), await ask("/sign-in", headers)];
    expect(answered.status).toBe(307);
    expect(answered.headers.location).toMatch(/^(https:\/\/dash\.example)?\/sign-in\?next=%2Fusers$/);
    // It writes whole addresses, and would write them from headers if it were told to.
    const whole = await ask("/api/auth/providers", headers);
    expect(whole.text).toContain(`https://${HOST}/api/auth/`);
    for (const { headers: given, text } of [answered, page, whole]) {
      const said = JSON.stringify(given) + text;
      expect(said).not.toContain(EVIL);
      expect(said).not.toMatch(/http:\/\/dash\.example|dash\.example:81/);
      expect(said).not.toMatch(/script-src \*|nonce-mine|nonce="mine"/);
    }
  });

  it("do not say where somebody signed in from", async () => {
    const lies = { "x-real-ip": "6.6.6.6", "x-forwarded-for": "6.6.6.6, 127.0.0.1" };
    const { cookie } = await signIn(VICTIM, "", lies);
    expect((await ask("/account", { cookie, ...lies })).text).not.toContain("6.6.6.6");
    const { rows } = await database.pool.query("SELECT DISTINCT address AS at FROM staff_sessions");
    expect(rows).toEqual([{ at: "127.0.0.1" }]);
  });
});

describe("what is written into text", () => {
  const countPayments = async () => (await database.pool.query("SELECT 1 FROM card_transactions")).rowCount;
  beforeAll(async () => {
    const body = cardJson({
      transaction: { txid: "77001", description: `${MARKUP} SHOP,PARIS,75001,FRA,FRA` },
    });
    const sent = await ask(webhookPath, { "content-type": "application/json" }, body);
    expect(sent.status).toBe(200);
    await vi.waitFor(async () => expect(await countPayments()).toBe(1), 20_000);
    const { id: siteId } = await database.prisma.site.findFirstOrThrow();
    const createdAt = new Date();
    const [person, key] = [newId(), newId()];
    await database.prisma.linkedUser.create({
      data: { id: person, siteId, name: "Camille", stateSince: createdAt, createdAt },
    });
    const stored = { prefix: "ack_test", scopes: [], keyHash: randomBytes(32) };
    await database.prisma.apiKey.create({ data: { id: key, siteId, name: "Backend", createdAt, ...stored } });
    Object.assign(known, { "/users/[id]": person, "/settings/api-keys/[id]": key });
  });
  /** Whom pages are about: they read their query once they have found them. */
  const known: Record<string, string> = {};

  it("is no markup, wherever a merchant's name stands", async () => {
    const { rows } = await database.pool.query<{ id: string }>("SELECT id::text FROM card_transactions");
    const paths = ["/", "/transactions", `/transactions?open=${rows[0]?.id}`, "/transactions?q=onerror"];
    const pages = await Promise.all(paths.map((path) => ask(path, { cookie: victim })));
    for (const { text } of pages) expect(text.toLowerCase()).not.toContain(MARKUP);
    expect(pages[1]?.text).toContain("&lt;");
  });

  const BREAKS_OUT = "'); DROP TABLE card_transactions; --";
  const FINDS_ALL = "' OR '1'='1";
  const ALONE = [BREAKS_OUT, FINDS_ALL];
  it.each([BREAKS_OUT, FINDS_ALL, "\\", "%", "$1::int", "a\u0000b", "1e999"])(
    "is no SQL: %j finds nothing and breaks nothing, in whatever filter it stands",
    { timeout: 120_000 },
    async (text) => {
      // Every name that a page reads: one after the other what would break out or find all, the others at once.
      const asked = Object.entries(PAGE_QUERIES).flatMap(([page, names]) => {
        const path = page.replace("[id]", known[page] ?? newId()).replace("[session]", "none");
        const together = ALONE.includes(text) ? [...names, "site"].map((name) => [name]) : [names];
        return together.map((one) => `${path}?${new URLSearchParams(one.map((name) => [name, text]))}`);
      });
      expect(asked.length).toBeGreaterThan(10);
      const failed: string[] = [];
      for (const address of asked) {
        const { status, text: page } = await ask(address, { cookie: victim });
        const finds = /[?&]q=/.test(address) && page.includes("onerror");
        if (status >= 500 || finds) failed.push(`${address}: ${status}`);
      }
      expect(failed).toEqual([]);
      expect(await countPayments()).toBe(1);
    },
  );
});

describe("too much", () => {
  it.each<[string, () => Promise<Answered>, number]>([
    ["a delivery", () => ask(webhookPath, FORM, Buffer.alloc(80_000, 97)), 413],
    ["a question of the connect page", () => ask("/api/connect/status", FORM, Buffer.alloc(20_000, 97)), 413],
    ["headers", () => ask("/sign-in", { "x-long": "a".repeat(20_000) }), 431],
  ])("is refused: %s", async (_, send, status) => {
    expect((await send()).status).toBe(status);
  });

  it("time is not given to a sender who begins and never ends", async () => {
    expect(await stalled).toMatch(/^HTTP\/1\.1 408 /);
  });
});
