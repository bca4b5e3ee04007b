import { afterEach, describe, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { makeBankCaller, PARTNER_REF } from "@/tests/support/peers/bank-caller";
import type { BankPayment } from "../payments/bank-payment";

const { start, headersOf, get, close } = makeBankCaller();
afterEach(close);

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
    const [last] = statement.body.transactions as { balance: string; txid: string }[];
    expect(Number(statement.body.total_results)).toBeGreaterThanOrEqual(90);
    expect(last?.balance).toBe(balance.body.balance);
    const one = await get(sandbox, `accounts/${accId}/statements/${accId}-${last?.txid}`, headersOf(token));
    expect(one.body).toEqual({ acc_id: accId, ...last });
  });
});
