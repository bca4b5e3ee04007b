import { z } from "zod";
import { parseJsonTree } from "@/lib/anytime/body/parse-json";
import { isMap, mapAt, type PhpMap, type PhpNode, type PhpScalar, textAt } from "@/lib/anytime/body/tree";
import {
  type BankTransaction,
  readFetchedDecimal,
  readFetchedId,
  readFetchedTransaction,
} from "@/lib/anytime/events";
import { verifyHash } from "@/lib/anytime/hash/verify-hash";

/** An account that a token reaches. */
export interface BankAccount {
  readonly accId: string;
  readonly accType: string | null;
}

/** A card of an account. */
export interface BankCard {
  readonly cardRef: string;
  /** ACT, BLO, CAN, EXP, LOS, STO, DAM, PRE or ORD; an open set. */
  readonly status: string | null;
  /** As written. */
  readonly expiryDate: string | null;
  readonly cardType: string | null;
  /** Decimal text. */
  readonly balance: string | null;
  readonly holder: string | null;
}

/** A page of a card's transactions. */
export interface BankTransactions {
  readonly transactions: readonly BankTransaction[];
  /** Entries of the page, those included that name no transaction: where the next page starts. */
  readonly entries: number;
  /** How many there are on all pages, if the bank says. */
  readonly total: number | null;
}

/** Why the bank refuses a token, or us. */
export type Refusal = "revoked" | "expired" | "scope" | "our_key" | "our_address";

/** What an answer of the bank says, before anybody asked what it means. */
export type ReadAnswer =
  | { readonly kind: "answer"; readonly body: PhpMap; readonly timestamp: string }
  | { readonly kind: "error"; readonly exception: string; readonly message: string }
  | { readonly kind: "malformed"; readonly problem: "shape" | "hash" };

/** A page of a hundred transactions has some two thousand keys. */
const LIMITS = { depth: 12, keys: 50_000 };

const envelope = z.object({
  timestamp: z.string().regex(/^\d{1,20}(?:\.\d{1,20})?$/),
  hash: z.string().regex(/^[0-9a-fA-F]{64}$/),
});
const errorBody = z.object({ exception: z.string().max(200).default(""), message: z.string().default("") });

/**
 * Reads the bytes of an answer. Numbers keep their own digits. The hash must be that of the answer's timestamp and one
 * of the site's references; only an error may have none, because the bank may not know yet whose call it refuses.
 */
export function readAnswer(bytes: Buffer, partnerRefs: readonly string[]): ReadAnswer {
  const root = parseJsonTree({ text: bytes.toString("utf8"), bytes: false, reader: null }, LIMITS);
  const body = root === null ? null : mapAt(root, "body");
  if (root === null || body === null) return { kind: "malformed", problem: "shape" };
  const error = mapAt(body, "error");
  const signed = envelope.safeParse({ timestamp: textAt(root, "timestamp"), hash: textAt(root, "hash") });
  if (error !== null && textAt(root, "hash") === null) return toError(error);
  if (!signed.success) return { kind: "malformed", problem: "shape" };
  const { hash, timestamp } = signed.data;
  const sent: PhpScalar = { kind: "number", text: timestamp };
  const genuine = partnerRefs.some((partnerRef) => verifyHash({ hash, timestamp: sent, partnerRef }).match);
  if (!genuine) return { kind: "malformed", problem: "hash" };
  return error === null ? { kind: "answer", body, timestamp } : toError(error);
}

function toError(map: PhpMap): ReadAnswer {
  const read = errorBody.safeParse(plain(map));
  if (!read.success) return { kind: "malformed", problem: "shape" };
  return { kind: "error", ...read.data };
}

/** Which refusal an error of the bank is; null if it is none of those we know. */
export function readRefusal(status: number, { exception, message }: { exception: string; message: string }) {
  const found = REFUSALS.find(({ named }) => named.test(exception))?.why ?? null;
  if (found !== "token" && found !== null) return found;
  if (found === null && status !== 401) return status === 403 ? ("scope" as const) : null;
  return /expir/i.test(message) ? ("expired" as const) : ("revoked" as const);
}

const REFUSALS: readonly { named: RegExp; why: Refusal | "token" }[] = [
  { named: /RsaSignature|Signature|ValidationData/i, why: "our_key" },
  { named: /IpAddress/i, why: "our_address" },
  { named: /Revoked/i, why: "revoked" },
  { named: /Expired/i, why: "expired" },
  { named: /InvalidToken|InvalidGrant|TokenNotFound/i, why: "token" },
  { named: /FunctionalityNotAllowed|AccessDenied|NoRights|Scope/i, why: "scope" },
];

/** Whether an error says that we call too often. */
export function isLimit(exception: string): boolean {
  return /MaxQueryRate/i.test(exception);
}

/** Reads the accounts of a token; null if the answer has another shape. */
export function readAccounts(body: PhpMap): BankAccount[] | null {
  return eachOf(body, "accounts", (entry) => {
    const accId = readFetchedId(entry, "acc_id");
    return accId === null ? null : { accId, accType: word(entry, "acc_type") };
  });
}

/** Reads the cards of an account; null if the answer has another shape. */
export function readCards(body: PhpMap): BankCard[] | null {
  return eachOf(body, "cards", (entry) => {
    const cardRef = readFetchedId(entry, "card_ref");
    if (cardRef === null) return null;
    return {
      cardRef,
      status: word(entry, "status"),
      expiryDate: word(entry, "expiry_date"),
      cardType: word(entry, "card_type"),
      balance: readFetchedDecimal(entry, "balance"),
      holder: readHolder(entry),
    };
  });
}

/** Reads a page of transactions; null if the answer has another shape. */
export function readTransactions(body: PhpMap): BankTransactions | null {
  const list = mapAt(body, "transactions");
  const transactions = eachOf(body, "transactions", readFetchedTransaction);
  if (list === null || transactions === null) return null;
  const total = z.coerce.number().int().min(0).safeParse(textAt(body, "total_results"));
  const known = textAt(body, "total_results") !== null && total.success;
  return { transactions, entries: list.size, total: known ? total.data : null };
}

/** Reads one transaction: the body itself, or the only entry of it. */
export function readTransaction(body: PhpMap): BankTransaction | null {
  return readFetchedTransaction(mapAt(body, "transaction") ?? body);
}

function eachOf<Entry>(body: PhpMap, key: string, read: (entry: PhpMap) => Entry | null): Entry[] | null {
  const list = mapAt(body, key);
  if (list === null) return null;
  const entries = [...list.values()];
  if (!entries.every(isMap)) return null;
  return entries.flatMap((entry) => read(entry) ?? []);
}

const holderSchema = z.union([
  z.string(),
  z
    .object({ first_name: z.string().nullish(), last_name: z.string().nullish() })
    .transform(({ first_name: first, last_name: last }) => [first, last].filter(Boolean).join(" ")),
]);

function readHolder(entry: PhpMap): string | null {
  const sent = entry.get("card_holder") ?? entry.get("holder");
  const read = holderSchema.safeParse(sent === undefined ? null : plain(sent));
  const name = read.success ? read.data.trim().slice(0, 200).toWellFormed() : "";
  return name === "" ? null : name;
}

function word(map: PhpMap, key: string): string | null {
  const read = z.string().trim().min(1).max(100).safeParse(textAt(map, key));
  return read.success ? read.data : null;
}

/** Plain values for a schema: texts, nulls and objects. */
function plain(node: PhpNode): unknown {
  if (!isMap(node)) return node.kind === "null" ? null : node.text;
  return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
}
