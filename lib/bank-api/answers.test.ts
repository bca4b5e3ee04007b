import { expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { readAccounts, readAnswer, readCards, readRefusal, readTransactions } from "./answers";
import { readRetryAfter } from "./transport";

const REF = "r".repeat(64);

function answer(body: string, { timestamp = "1483365005.8193", ref = REF } = {}): Buffer {
  const hash = hashTimestamp(timestamp, ref);
  return Buffer.from(
    `{"request_id":1,"type_response":"sync","timestamp":${timestamp},"hash":"${hash}","body":${body}}`,
  );
}

function bodyOf(json: string) {
  const read = readAnswer(answer(json), [REF]);
  if (read.kind !== "answer") throw new Error(read.kind);
  return read.body;
}

it("keeps the digits of amounts and ids", () => {
  const body = bodyOf(`{"acc_id":90071992547409931234,"cards":[
    {"card_ref":12345678901234567890,"status":"ACT","expiry_date":"2029-01","card_type":"PLASTIC","balance":10.10,
      "card_holder":{"gender":"M","first_name":"Camille","last_name":"Renard"}},
    {"card_ref":"V1","status":null,"balance":"0.1000000000000000055"}, {"card_ref":""}]}`);
  expect(readCards(body)).toEqual([
    {
      cardRef: "12345678901234567890",
      status: "ACT",
      expiryDate: "2029-01",
      cardType: "PLASTIC",
      balance: "10.10",
      holder: "Camille Renard",
    },
    {
      cardRef: "V1",
      status: null,
      expiryDate: null,
      cardType: null,
      balance: "0.1000000000000000055",
      holder: null,
    },
  ]);
});

it("reads transactions as those that are pushed, and counts what it left out", () => {
  const page = readTransactions(
    bodyOf(`{"transactions":[{"txid":11111111111,"amount":98.320,"fx":"1.000000","currency":"eur","status":"s"},
      {"txid":"","amount":1},{"txid":"2","amount":"abc"}],"total_results":12}`),
  );
  expect(page).toMatchObject({ entries: 3, total: 12 });
  expect(page?.transactions).toMatchObject([
    { txid: "11111111111", amount: "98.320", fx: "1.000000", currency: "EUR", status: "S", date: null },
  ]);
});

it("takes an empty list for one, and another shape for none", () => {
  expect(readAccounts(bodyOf('{"accounts":[]}'))).toEqual([]);
  expect(readAccounts(bodyOf('{"accounts":"none"}'))).toBeNull();
  expect(readAccounts(bodyOf('{"accounts":[1]}'))).toBeNull();
  expect(readAccounts(bodyOf("{}"))).toBeNull();
});

it.each([
  ["no JSON", Buffer.from("<html>"), "shape"],
  ["no body", Buffer.from('{"timestamp":1}'), "shape"],
  ["no hash", Buffer.from('{"timestamp":1,"body":{}}'), "shape"],
  ["the hash of another partner", answer("{}", { ref: "x".repeat(64) }), "hash"],
])("refuses an answer with %s", (_what, bytes, problem) => {
  expect(readAnswer(bytes, [REF])).toEqual({ kind: "malformed", problem });
});

it("accepts the hash of either reference, in any of PHP's renderings", () => {
  const other = answer("{}", { ref: "o".repeat(64) });
  expect(readAnswer(other, [REF, "o".repeat(64)]).kind).toBe("answer");
  const hash = hashTimestamp("1483365005.8193", REF);
  const long = Buffer.from(`{"timestamp":1483365005.8192999,"hash":"${hash}","body":{}}`);
  expect(readAnswer(long, [REF]).kind).toBe("answer");
});

it("believes an error without a hash, but none with a wrong one", () => {
  const error = '{"error":{"exception":"OAuth2InvalidTokenException","message":"revoked"}}';
  expect(readAnswer(Buffer.from(`{"body":${error}}`), [REF]).kind).toBe("error");
  expect(readAnswer(answer(error, { ref: "x".repeat(64) }), [REF]).kind).toBe("malformed");
});

it.each([
  [401, "OAuth2InvalidTokenException", "The access token provided has expired.", "expired"],
  [401, "OAuth2InvalidTokenException", "The access token provided is invalid.", "revoked"],
  [401, "", "", "revoked"],
  [403, "FunctionalityNotAllowedException", "", "scope"],
  [403, "AccountIdNoRightsException", "", "scope"],
  [403, "BadRsaSignatureException", "", "our_key"],
  [401, "BadRsaSignatureException", "", "our_key"],
  [403, "IpAddressNotAllowedException", "", "our_address"],
  [400, "CardInvalidParameterException", "", null],
] as const)("reads %i %s %s as %s", (status, exception, message, why) => {
  expect(readRefusal(status, { exception, message })).toBe(why);
});

it.each([
  ["7", 7_000],
  ["Thu, 01 Jan 1970 00:00:30 GMT", 20_000],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["soon", null],
  [null, null],
])("reads Retry-After %j as %j milliseconds", (header, milliseconds) => {
  expect(readRetryAfter(header, 10_000)).toBe(milliseconds);
});
