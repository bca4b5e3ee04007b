import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import type { BankPayment } from "../payments/bank-payment";
import { type Sandbox, type SandboxOptions, startSandbox } from "../start";

const PARTNER_REF = "some-username";
const NOBODY = "http://127.0.0.1:1/nobody";
const closing: (() => Promise<unknown>)[] = [];
let key: { publicKey: string; privateKey: string };

beforeAll(() => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  key = {
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown> & { error?: { code: number; exception: string; message: string } };
}

async function start(more: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: 0,
    partnerId: "p".repeat(64),
    partnerRef: PARTNER_REF,
    partnerName: "Kiosque",
    webhookUrl: NOBODY,
    retryDelaysMs: [1, 1],
    publicKeys: [key.publicKey],
    ...more,
  });
  closing.push(() => sandbox.close());
  return sandbox;
}

/** The headers that the bank's own SDK sends. */
function headersOf(token: string): Record<string, string> {
  const data = createHash("sha1").update(randomBytes(16)).digest("hex");
  return {
    Authorization: `Bearer ${token}`,
    "X-Validation-Data": data,
    "X-Signed-Request": sign("RSA-SHA1", Buffer.from(data), key.privateKey).toString("base64"),
    "Content-Type": "application/x-www-form-urlencoded",
  };
}

async function get(sandbox: Sandbox, to: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${sandbox.origin}/v1.0/${to}`, { headers, redirect: "manual" });
  const text = await response.text();
  const { body } = JSON.parse(text || "{}") as { body: Answer["body"] };
  return { status: response.status, headers: response.headers, text, body };
}

async function control(sandbox: Sandbox, action: string, input: unknown): Promise<number> {
  const init = { method: "POST", body: JSON.stringify(input) };
  return (await fetch(`${sandbox.origin}/control/${action}`, init)).status;
}

describe("a call that is right", () => {
  it("finds accounts, cards and payments, each in the bank's envelope", async () => {
    const sandbox = await start();
    const token = sandbox.bank.makeToken("amina", "ref");
    const txid = sandbox.bank.pay("amina", { status: "A", currency: "EUR", amount: "12.50" });
    const accounts = await get(sandbox, "accounts", headersOf(token));
    expect(accounts.body).toEqual({
      total_results: 1,
      filters: { limit_start: 0, limit_number: 100 },
      accounts: [{ acc_id: "20515", acc_type: "consumer" }],
    });
    const { request_id, type_response, timestamp, hash } = JSON.parse(accounts.text);
    expect([typeof request_id, type_response]).toEqual(["number", "sync"]);
    expect(hash).toBe(hashTimestamp(/"timestamp":([\d.]+)/.exec(accounts.text)?.[1] ?? "", PARTNER_REF));
    expect(Math.abs(timestamp - Date.now() / 1_000)).toBeLessThan(60);

    const { body } = await get(sandbox, "accounts/20515/cards", headersOf(token));
    const cards = body.cards as { card_ref: string; card_type: string; card_holder: object }[];
    expect(cards.map(({ card_type }) => card_type)).toEqual(["PLASTIC", "VIRTUAL_MULTI_USE"]);
    expect(cards[0]).toMatchObject({
      status: "ACT",
      balance: expect.stringMatching(/^\d+\.\d\d$/),
      expiry_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      card_holder: { gender: "F", first_name: "Amina", last_name: "Diallo" },
    });
    const lists = await Promise.all(
      cards.map(({ card_ref }) => get(sandbox, `cards/${card_ref}/transactions`, headersOf(token))),
    );
    const [list] = lists.filter(({ body: each }) => each.total_results === 1);
    const [payment] = (list?.body.transactions ?? []) as Record<string, unknown>[];
    expect(payment).toMatchObject({ txid, amount: "12.50", status: "A", vat_details: [] });
    expect(payment?.date_transaction).toBe(payment?.date);
    const one = await get(sandbox, `cards/${list?.body.card_ref}/transactions/${txid}`, headersOf(token));
    expect(one.body).toEqual({ card_ref: list?.body.card_ref, acc_id: "20515", ...payment });
  });

  it("shows the last version of every payment, also of those that were never pushed", async () => {
    const sandbox = await start();
    const { bank } = sandbox;
    const token = bank.makeToken("hugo", "ref");
    const [card] = bank.customers().find(({ id }) => id === "hugo")?.cardRefs ?? [];
    const lost = bank.pay("hugo", { status: "A", currency: "EUR" }, { lost: true });
    bank.settle(lost, { lost: true });
    const anew = bank.settle(bank.pay("hugo", { status: "A" }, { lost: true }), { anew: true, lost: true });
    bank.pay("hugo", { status: "D" }, { lost: true });
    const { body } = await get(sandbox, `cards/${card}/transactions`, headersOf(token));
    const payments = body.transactions as (BankPayment & { failed_reason?: object })[];
    expect(payments.map(({ status }) => status).sort()).toEqual(["D", "S", "S", "V"]);
    expect(payments.filter(({ failed_reason }) => failed_reason).map(({ status }) => status)).toEqual(["D"]);
    expect(payments.map(({ txid }) => txid)).toEqual(expect.arrayContaining([lost, anew]));
    expect(bank.requests()).toEqual([]);
  });

  it("pages through days of Paris", async () => {
    const sandbox = await start();
    const token = sandbox.bank.makeToken("hugo", "ref");
    const [card] = sandbox.bank.customers().find(({ id }) => id === "hugo")?.cardRefs ?? [];
    for (const at of [
      "2026-07-01T21:59:59Z",
      "2026-07-01T22:00:00Z",
      "2026-07-02T21:59:59Z",
      "2026-07-03T08:00:00Z",
    ])
      sandbox.bank.pay("hugo", {}, { at: Date.parse(at), lost: true });
    const list = async (query: string) => {
      const { body } = await get(sandbox, `cards/${card}/transactions?${query}`, headersOf(token));
      return [body.total_results, (body.transactions as BankPayment[]).map(({ date }) => date)];
    };
    const day = ["2026-07-02 23:59:59", "2026-07-02 00:00:00"];
    expect(await list("date_start=2026-07-02&date_end=2026-07-02")).toEqual([2, day]);
    expect(await list("date_start=2026-07-02&date_end=2026-07-02&limit_start=1&limit_number=1")).toEqual([
      2,
      [day[1]],
    ]);
    expect(await list("date_start=&date_end=&limit_number=1")).toEqual([4, ["2026-07-03 10:00:00"]]);
    for (const [query, exception] of [
      ["date_start=2026-07-03&date_end=2026-07-02", "DateStartGreaterThanDateEndFilterException"],
      ["date_start=2026-02-31", "CardInvalidParameterException"],
      ["limit_number=-1", "CardInvalidParameterException"],
    ]) {
      const { status, body } = await get(sandbox, `cards/${card}/transactions?${query}`, headersOf(token));
      expect([status, body.error?.exception]).toEqual([400, exception]);
    }
  });

  it("adds up: the last line of a statement is the balance", async () => {
    const sandbox = await start();
    const token = sandbox.bank.makeToken("ines", "ref");
    await sandbox.bank.backfill({ days: 30, perDay: 3, customers: ["ines"], lost: true });
    const { accId } = sandbox.bank.customers().find(({ id }) => id === "ines") ?? {};
    const balance = await get(sandbox, `accounts/${accId}/balance`, headersOf(token));
    const statement = await get(sandbox, `accounts/${accId}/statements?limit_number=1`, headersOf(token));
    const [last] = statement.body.transactions as { balance: string }[];
    expect(Number(statement.body.total_results)).toBeGreaterThanOrEqual(90);
    expect(last?.balance).toBe(balance.body.balance);
  });
});

describe("a call that is refused", () => {
  const refusals: [string, number, string, (sandbox: Sandbox, token: string) => Promise<Answer>][] = [
    [
      "no signature",
      403,
      "BadRsaSignatureException",
      (sandbox, token) => get(sandbox, "accounts", { Authorization: `Bearer ${token}` }),
    ],
    [
      "a signature of something else",
      403,
      "BadRsaSignatureException",
      (sandbox, token) =>
        get(sandbox, "accounts", { ...headersOf(token), "X-Validation-Data": "0".repeat(40) }),
    ],
    [
      "no token",
      400,
      "OAuth2InvalidRequestException",
      (sandbox) => get(sandbox, "accounts", { ...headersOf(""), Authorization: "" }),
    ],
    [
      "an unknown token",
      401,
      "OAuth2InvalidTokenException",
      (sandbox) => get(sandbox, "accounts", headersOf("f".repeat(48))),
    ],
    [
      "somebody else's account",
      403,
      "AccountIdNoRightsException",
      (sandbox, token) => get(sandbox, "accounts/20418/cards", headersOf(token)),
    ],
    [
      "somebody else's card",
      403,
      "CardAccountNoRightsException",
      (sandbox, token) => get(sandbox, "cards/ANY0000001187/transactions", headersOf(token)),
    ],
    [
      "an unknown payment",
      404,
      "CardStatementNotFoundException",
      (sandbox, token) => get(sandbox, "cards/ANY0000003529/transactions/1", headersOf(token)),
    ],
    [
      "an unknown path",
      404,
      "InvalidRouteException",
      (sandbox, token) => get(sandbox, "savings", headersOf(token)),
    ],
  ];
  it.each(refusals)("%s: %i %s", async (_, status, exception, call) => {
    const sandbox = await start();
    const answer = await call(sandbox, sandbox.bank.makeToken("hugo", "ref"));
    expect([answer.status, answer.body.error]).toEqual([
      status,
      { code: expect.any(Number), exception, message: expect.stringMatching(/\.$/) },
    ]);
  });

  it("uses validation data once", async () => {
    const sandbox = await start();
    const headers = headersOf(sandbox.bank.makeToken("hugo", "ref"));
    expect((await get(sandbox, "accounts", headers)).status).toBe(200);
    const again = await get(sandbox, "accounts", headers);
    expect([again.status, again.body.error?.exception]).toEqual([403, "ValidationDataAlreadyUsedException"]);
  });

  it("tells a revoked token, an expired one, and one of too narrow a scope apart", async () => {
    const sandbox = await start();
    const token = sandbox.bank.makeToken("hugo", "ref");
    const cards = () => get(sandbox, "accounts/20612/cards", headersOf(token));
    await control(sandbox, "token", { customer: "hugo", change: "narrow" });
    expect((await get(sandbox, "accounts", headersOf(token))).status).toBe(200);
    expect((await cards()).body.error?.exception).toBe("FunctionalityNotAllowedException");
    await control(sandbox, "token", { customer: "hugo", change: "expire" });
    expect((await cards()).body.error?.message).toBe("The access token has expired.");
    await control(sandbox, "token", { customer: "hugo", change: "restore" });
    expect((await cards()).status).toBe(200);
    await control(sandbox, "revoke", { customer: "hugo", lost: true });
    expect((await cards()).body.error?.message).toBe("The access token was revoked.");
    expect(sandbox.bank.requests()).toEqual([]);
  });

  it("refuses an address that is not allowed, and too many calls", async () => {
    const sandbox = await start();
    const token = sandbox.bank.makeToken("hugo", "ref");
    await control(sandbox, "api", { addresses: ["192.0.2.7"] });
    const elsewhere = await get(sandbox, "accounts", headersOf(token));
    expect([elsewhere.status, elsewhere.body.error?.exception]).toEqual([
      403,
      "IpAddressNotAllowedException",
    ]);
    await control(sandbox, "api", { addresses: [], ratePerSecond: 0.1 });
    expect((await get(sandbox, "accounts", headersOf(token))).status).toBe(200);
    const often = await get(sandbox, "accounts", headersOf(token));
    expect([often.status, often.body.error?.exception]).toEqual([
      429,
      "MaxQueryRateByApiUserReachedException",
    ]);
    expect(Number(often.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("knows keys that were registered, and forgets them", async () => {
    const sandbox = await start({ publicKeys: [] });
    const token = sandbox.bank.makeToken("hugo", "ref");
    const status = async () => (await get(sandbox, "accounts", headersOf(token))).status;
    expect(await status()).toBe(403);
    expect(await control(sandbox, "register-key", { publicKey: key.privateKey })).toBe(400);
    expect(await control(sandbox, "register-key", { publicKey: "no key" })).toBe(400);
    expect(await control(sandbox, "register-key", { publicKey: key.publicKey })).toBe(200);
    expect(await status()).toBe(200);
    const [{ fingerprint } = { fingerprint: "" }] = sandbox.api.keys.list();
    expect(await control(sandbox, "forget-key", { fingerprint })).toBe(200);
    expect(await status()).toBe(403);
  });
});

describe("a bank in trouble", () => {
  it.each([
    ["error", 500, "UnknownException"],
    ["timeout", 504, "BankingNetworkTimeoutException"],
  ] as const)("%s: %i", async (trouble, status, exception) => {
    const sandbox = await start();
    await control(sandbox, "api", { trouble });
    const answer = await get(sandbox, "accounts", headersOf(sandbox.bank.makeToken("hugo", "ref")));
    expect([answer.status, answer.body.error?.exception]).toEqual([status, exception]);
  });

  it("cuts, drops, redirects and mishashes answers as it is told to", async () => {
    const sandbox = await start();
    const token = sandbox.bank.makeToken("hugo", "ref");
    const call = () =>
      fetch(`${sandbox.origin}/v1.0/accounts`, { headers: headersOf(token), redirect: "manual" });
    await control(sandbox, "api", { trouble: "malformed" });
    const cut = await (await call()).text();
    expect(() => JSON.parse(cut)).toThrow();
    await control(sandbox, "api", { trouble: "drop" });
    await expect(call()).rejects.toThrow();
    await control(sandbox, "api", { trouble: "redirect" });
    expect((await call()).status).toBe(302);
    await control(sandbox, "api", { trouble: "bad-hash" });
    expect(await (await call()).json()).toMatchObject({ hash: "0".repeat(64) });
    expect(sandbox.api.calls.map(({ status }) => status)).toEqual([200, 302, 0, 200]);
  });

  it("writes amounts as numbers by choice", async () => {
    const sandbox = await start();
    await control(sandbox, "api", { numbers: true });
    const answer = await get(
      sandbox,
      "accounts/20612/balance",
      headersOf(sandbox.bank.makeToken("hugo", "ref")),
    );
    expect(answer.body).toEqual({ acc_id: "20612", balance: 2_500 });
  });
});
