import { z } from "zod";
import type { Envelope } from "./envelope";
import { meantDecimal } from "./php-float";
import { isMap, mapAt, type PhpMap } from "./tree";

const opaque = z.string().min(1).max(300);
const optionalText = (max: number) =>
  z
    .string()
    .max(max)
    .optional()
    .transform((value) => (value === undefined || value === "" ? null : value));
const DECIMAL = /^[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?$/;
const decimal = z.string().regex(DECIMAL, "not a decimal number");
const optionalDecimal = z
  .union([z.literal(""), decimal])
  .optional()
  .transform((value) => (value === undefined || value === "" ? null : value));

const transactionSchema = z.object({
  txid: opaque,
  mcc: optionalText(20),
  amount: decimal,
  amount_fx: optionalDecimal,
  currency: optionalText(20),
  fx: optionalDecimal,
  fx_fee: optionalDecimal,
  status: z.string().min(1).max(50),
  type: z.string().min(1).max(50),
  balance_after: optionalDecimal,
  date: optionalText(100),
  description: optionalText(4_000),
});
const tokenSchema = z.object({
  token: z.string().min(1).max(4_096),
  custom_reference: optionalText(4_096),
  webhook: optionalText(4_096),
});
const cardSchema = z.object({ card_ref: opaque, acc_id: opaque });

/** A card transaction as the bank wrote it: opaque ids, decimals as text. */
export type BankTransaction = z.output<typeof transactionSchema>;

/** What a notification says happened. */
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

export type ParsedEvent = { ok: true; event: AnytimeEvent } | { ok: false; issues: string[] };

/**
 * Reads the event of an envelope ("Webhooks list" in the docs). Fields that the docs do not name are
 * ignored; an event that they do not name is `unknown`, not an error.
 *
 * @returns the event, or what breaks the documented shape, by path and rule and without its values
 */
export function parseEvent(envelope: Envelope): ParsedEvent {
  switch (envelope.eventName) {
    case "token_created":
    case "token_revoked":
      return parseToken(envelope.eventName, envelope.data);
    case "card_transaction_received":
      return parseCardTransaction(envelope.data);
    default:
      return { ok: true, event: { name: "unknown", eventName: envelope.eventName } };
  }
}

function parseToken(name: "token_created" | "token_revoked", data: PhpMap): ParsedEvent {
  const parsed = tokenSchema.safeParse(texts(data));
  if (!parsed.success) return { ok: false, issues: listIssues("data", parsed.error) };
  return {
    ok: true,
    event: { name, token: parsed.data.token, customReference: parsed.data.custom_reference },
  };
}

function parseCardTransaction(data: PhpMap): ParsedEvent {
  const body = mapAt(data, "body");
  const transaction = body === null ? null : mapAt(body, "transaction");
  if (body === null || transaction === null) return { ok: false, issues: ["data.body.transaction: missing"] };
  const card = cardSchema.safeParse(texts(body));
  const parsed = transactionSchema.safeParse(texts(transaction));
  if (!card.success) return { ok: false, issues: listIssues("data.body", card.error) };
  if (!parsed.success) return { ok: false, issues: listIssues("data.body.transaction", parsed.error) };
  const event = {
    name: "card_transaction_received" as const,
    requestId: texts(data).request_id ?? null,
    cardRef: card.data.card_ref,
    accId: card.data.acc_id,
    transaction: parsed.data,
  };
  return { ok: true, event };
}

/** The scalars of an array as texts; nulls are left out, as `http_build_query` does. */
function texts(map: PhpMap): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, node] of map) {
    if (!isMap(node) && node.kind !== "null") out[key] = meantDecimal(node);
  }
  return out;
}

function listIssues(prefix: string, error: z.ZodError): string[] {
  return error.issues.map((issue) => `${prefix}.${issue.path.join(".")}: ${issue.message}`);
}
