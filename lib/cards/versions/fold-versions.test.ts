import { expect, it } from "vitest";
import type { BankTransaction } from "@/lib/anytime/events";
import { digestContent, foldVersions, type SaidVersion } from "./fold-versions";

const PAID: BankTransaction = {
  txid: "1",
  mcc: "5732",
  amount: "98.32",
  amount_fx: "98.32",
  currency: "EUR",
  fx: "1.000000",
  fx_fee: null,
  status: "S",
  type: "D",
  balance_after: "100.00",
  date: "2026-11-20 14:14:48",
  description: "FNAC DIRECT",
};
const said = (source: SaidVersion["source"], change: Partial<BankTransaction> = {}): SaidVersion => ({
  source,
  transaction: { ...PAID, ...change },
  requestId: source === "delivery" ? "r1" : null,
  receivedAt: new Date(0),
});

it("compares amounts as numbers, and nothing else", () => {
  const digest = digestContent(PAID).toString("hex");
  const same = { ...PAID, amount: "98.320", fx: "1", balance_after: "0100" };
  expect(digestContent(same).toString("hex")).toBe(digest);
  for (const change of [{ amount: "98.33" }, { mcc: "05732" }, { status: "A" }, { fx_fee: "0" }])
    expect(digestContent({ ...PAID, ...change }).toString("hex")).not.toBe(digest);
});

it("empties nothing that an answer leaves out", () => {
  const bare = { mcc: null, balance_after: null, description: null, date: null, status: "?", amount: "99" };
  expect(foldVersions([said("bank_api", bare), said("delivery")])).toMatchObject({
    requestId: "r1",
    transaction: { ...PAID, amount: "99" },
  });
});

it("asks nothing of what is below a delivery, which says all there is", () => {
  const without = said("delivery", { description: null, currency: null });
  const folded = foldVersions([said("bank_api", { description: null }), without, said("delivery")]);
  expect(folded.transaction).toMatchObject({ description: null, currency: "EUR" });
  expect(foldVersions([without, said("bank_api")]).transaction).toMatchObject({ currency: null });
});
