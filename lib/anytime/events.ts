import type { Envelope } from "./body/envelope";
import { mapAt, type PhpMap } from "./body/tree";
import { type FieldNote, FieldReader } from "./fields";
import { digestData } from "./hash/digest";
import { nameAfter } from "./identity";
import { readCurrency } from "./values/currency";
import type { DecimalMark } from "./values/decimal";

/** A card transaction as the bank wrote it: decimals and ids as text. */
export interface BankTransaction {
  /** Generated (identity.ts) if the bank gave none that distinguishes payments. */
  readonly txid: string;
  readonly mcc: string | null;
  readonly amount: string;
  readonly amount_fx: string | null;
  /** ISO 4217 where known. */
  readonly currency: string | null;
  readonly fx: string | null;
  readonly fx_fee: string | null;
  readonly status: string;
  readonly type: string;
  readonly balance_after: string | null;
  readonly date: string | null;
  readonly description: string | null;
}

/** What a notification reports. */
export type AnytimeEvent =
  | { name: "token_created" | "token_revoked"; token: string; customReference: string | null }
  | {
      name: "card_transaction_received";
      requestId: string | null;
      cardRef: string;
      accId: string;
      transaction: BankTransaction;
    }
  | { name: "unknown"; eventName: string };

export type ParsedEvent =
  | { ok: true; event: AnytimeEvent; notes: readonly FieldNote[] }
  | { ok: false; issues: string[] };

const LONGEST_ID = 300;
const LONGEST_TOKEN = 4_096;
const LONGEST_REFERENCE = 4_096;
const LONGEST_DESCRIPTION = 4_000;
/** Stands for a missing status or type: it is read as unknown, and is in no sum. */
const UNSAID = "?";
const LETTER = /^[a-z]$/;

/**
 * Parses the event of an envelope ("Webhooks list" in the docs). Undocumented fields are ignored; an undocumented
 * event is `unknown`, not an error. Only what an event cannot do without is an issue: a token, or an amount.
 * Everything else that cannot be parsed is left out, and noted.
 *
 * @param mark the sender's decimal mark: a comma only if its own timestamp was hashed with one
 * @returns the event, or what breaks the documented shape, by path and rule and without its values
 */
export function parseEvent(envelope: Envelope, mark: DecimalMark = "point"): ParsedEvent {
  switch (envelope.eventName) {
    case "token_created":
    case "token_revoked":
      return parseToken(envelope.eventName, envelope, mark);
    case "card_transaction_received":
      return parseCardTransaction(envelope, mark);
    default:
      return { ok: true, event: { name: "unknown", eventName: envelope.eventName }, notes: [] };
  }
}

/** The token in the data of an event, normalised for comparison; null if it names none. */
export function readToken(data: PhpMap): string | null {
  return new FieldReader(data, "data", [], "point").identity("token", LONGEST_TOKEN);
}

function parseToken(
  name: "token_created" | "token_revoked",
  { data }: Envelope,
  mark: DecimalMark,
): ParsedEvent {
  const notes: FieldNote[] = [];
  const fields = new FieldReader(data, "data", notes, mark);
  const token = readToken(data);
  if (token === null) return { ok: false, issues: ["data.token: names no token"] };
  const customReference = fields.text("custom_reference", LONGEST_REFERENCE);
  return { ok: true, event: { name, token, customReference }, notes };
}

/**
 * A payment is identified by its card and its txid. If either is missing, deliveries about one payment cannot be
 * matched: each is kept as a separate payment, named after the delivery's digest, so that a replay finds it again. An
 * account without a name gets one from its card.
 */
function parseCardTransaction(envelope: Envelope, mark: DecimalMark): ParsedEvent {
  const { data } = envelope;
  const body = mapAt(data, "body");
  const sent = body === null ? null : mapAt(body, "transaction");
  if (body === null || sent === null) return { ok: false, issues: ["data.body.transaction: missing"] };
  const notes: FieldNote[] = [];
  const card = new FieldReader(body, "data.body", notes, mark);
  const transaction = new FieldReader(sent, "data.body.transaction", notes, mark);
  const amount = transaction.decimal("amount");
  if (amount === null) return { ok: false, issues: ["data.body.transaction.amount: not a decimal number"] };
  const byDelivery = () => nameAfter(digestData(envelope.digested));
  const cardRef = card.name("card_ref", LONGEST_ID, byDelivery);
  const accId = card.name("acc_id", LONGEST_ID, () => nameAfter(cardRef));
  const txid = transaction.name("txid", LONGEST_ID, byDelivery);
  const event = {
    name: "card_transaction_received" as const,
    requestId: new FieldReader(data, "data", notes, mark).word("request_id", LONGEST_ID),
    cardRef,
    accId,
    transaction: { txid, amount, ...readDetails(transaction) },
  };
  return { ok: true, event, notes };
}

/**
 * A transaction as an answer of the bank's API has it, read by the same rules as one that was pushed.
 *
 * @returns null if it names no transaction, or no amount: it cannot be matched then
 */
export function readFetchedTransaction(map: PhpMap): BankTransaction | null {
  const fields = new FieldReader(map, "transaction", [], "point");
  const txid = fields.identity("txid", LONGEST_ID);
  const amount = fields.decimal("amount");
  return txid === null || amount === null ? null : { txid, amount, ...readDetails(fields) };
}

/** An identifier in an answer of the bank's API, normalised as those that are pushed; null if it identifies nothing. */
export function readFetchedId(map: PhpMap, key: "acc_id" | "card_ref"): string | null {
  return new FieldReader(map, "answer", [], "point").identity(key, LONGEST_ID);
}

/** A figure in an answer of the bank's API, as decimal text. */
export function readFetchedDecimal(map: PhpMap, key: string): string | null {
  return new FieldReader(map, "answer", [], "point").decimal(key);
}

function readDetails(fields: FieldReader): Omit<BankTransaction, "txid" | "amount"> {
  const currency = fields.word("currency", 20);
  return {
    mcc: fields.word("mcc", 20),
    amount_fx: fields.decimal("amount_fx"),
    currency: currency === null ? null : readCurrency(currency),
    fx: fields.decimal("fx"),
    fx_fee: fields.decimal("fx_fee"),
    status: readLetter(fields, "status"),
    type: readLetter(fields, "type"),
    balance_after: fields.decimal("balance_after"),
    date: fields.date("date", 100),
    description: fields.text("description", LONGEST_DESCRIPTION),
  };
}

/** The bank's letters are capitals; longer words are unchanged. */
function readLetter(fields: FieldReader, key: "status" | "type"): string {
  const word = fields.word(key, 50) ?? UNSAID;
  if (word === UNSAID) fields.note(key, "left_out");
  return LETTER.test(word) ? word.toUpperCase() : word;
}
