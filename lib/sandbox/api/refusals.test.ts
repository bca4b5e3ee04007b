import { afterEach, describe, expect, it } from "vitest";
import { type Answer, makeBankCaller } from "@/tests/support/peers/bank-caller";
import type { Sandbox } from "../start";

const { start, headersOf, get, control, close, ...key } = makeBankCaller();
afterEach(close);

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
