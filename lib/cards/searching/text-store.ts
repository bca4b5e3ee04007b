import { findByWords, hasWords } from "@/lib/cards/merchants/find-merchants-store";
import { may } from "@/lib/db/access/permissions";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { findCardsByText, isCardMeant } from "./card-text-store";
import { readText } from "./read-text";

/** What the text of a filter means here: a payment that fits one of these is found. */
export interface TextMeaning {
  /** `many` if the text fits more merchants or cards than can be read one by one: then payments are read by date. */
  readonly merchants: readonly string[] | "many";
  readonly cards: readonly string[];
  /** Also of a payment that was joined to the one that counts; null where whoever asks may not see it. */
  readonly txid: string | null;
  /** Decimal text. */
  readonly amount: string | null;
  /** All of it, for a payment `t` that is read by something else. */
  readonly condition: Prisma.Sql;
}

/** Finds out what a text means: merchants, cards, their owners, a transaction's id, an amount. */
export async function readMeaning(scope: Scope, db: Db, text: string): Promise<TextMeaning> {
  const { words, amount, exact } = readText(text);
  const [merchants, cards] = await Promise.all([
    findByWords(scope, db, words),
    findCardsByText(scope, db, exact),
  ]);
  const txid = may(scope, "personal_data:read") ? exact : null;
  const conditions = txid === null ? [] : [Prisma.sql`t.txid = ${txid}`, isJoinedBy(scope, txid)];
  if (amount !== null) conditions.push(Prisma.sql`t.amount IN (${amount}::numeric, -${amount}::numeric)`);
  if (merchants === "many")
    conditions.push(existsBy(Prisma.sql`merchants m`, "merchant_id", hasWords("m", words)));
  else if (merchants.length > 0) conditions.push(Prisma.sql`t.merchant_id = ANY(${[...merchants]}::uuid[])`);
  if (cards === "many") conditions.push(existsBy(Prisma.sql`cards c`, "card_id", isCardMeant(scope, exact)));
  else if (cards.length > 0) conditions.push(Prisma.sql`t.card_id = ANY(${[...cards]}::uuid[])`);
  if (conditions.length === 0) conditions.push(Prisma.sql`FALSE`);
  const meant = { txid, amount, condition: Prisma.sql`(${Prisma.join(conditions, " OR ")})` };
  if (merchants === "many" || cards === "many") return { ...meant, merchants: "many", cards: [] };
  return { ...meant, merchants, cards };
}

/** That a payment `t` counts for one of this id, which was joined to it. */
function isJoinedBy(scope: Scope, txid: string): Prisma.Sql {
  return Prisma.sql`t.id IN (SELECT j.joined_to_id FROM card_transactions j
    WHERE j.txid = ${txid} AND j.joined_to_id IS NOT NULL AND ${inScope(scope, "j.site_id")})`;
}

function existsBy(table: Prisma.Sql, column: "merchant_id" | "card_id", condition: Prisma.Sql): Prisma.Sql {
  const id = Prisma.raw(column === "card_id" ? "c.id" : "m.id");
  return Prisma.sql`EXISTS (SELECT 1 FROM ${table} WHERE ${id} = t.${Prisma.raw(column)} AND ${condition})`;
}

/** That a payment `t` is meant. For payments that are read by something else: by date, or by another filter. */
export function isMeant({ condition }: TextMeaning): Prisma.Sql {
  return condition;
}

/**
 * The ids of the newest meant payments: of each merchant and card its own newest, by its index, and of those the newest.
 * Only for a meaning without `many` merchants.
 *
 * @param where more conditions of a payment `t`
 */
export function newestMeant(
  scope: Scope,
  { merchants, cards, txid, amount }: TextMeaning,
  from: Prisma.Sql,
  where: Prisma.Sql,
  limit: number | null,
): Prisma.Sql {
  if (merchants === "many") throw new Error("too many merchants to read one by one");
  const newest = (condition: Prisma.Sql) => Prisma.sql`
    SELECT t.id, t.bank_date AS at FROM ${from} WHERE ${condition} AND ${where}
    ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit}`;
  const ofEach = (ids: readonly string[], column: Prisma.Sql) => Prisma.sql`
    SELECT p.id, p.at FROM unnest(${[...ids]}::uuid[]) AS n(id)
    CROSS JOIN LATERAL (${newest(Prisma.sql`t.${column} = n.id`)}) p`;
  const ofSites = (condition: Prisma.Sql) => Prisma.sql`
    SELECT p.id, p.at FROM sites s
    CROSS JOIN LATERAL (${newest(Prisma.sql`t.site_id = s.id AND ${condition}`)}) p WHERE ${inScope(scope, "s.id")}`;
  const sources = [ofEach(merchants, Prisma.sql`merchant_id`), ofEach(cards, Prisma.sql`card_id`)];
  if (txid !== null)
    sources.push(
      Prisma.sql`(${newest(Prisma.sql`t.txid = ${txid} AND ${inScope(scope, "t.site_id")}`)})`,
      Prisma.sql`(${newest(Prisma.sql`${isJoinedBy(scope, txid)} AND ${inScope(scope, "t.site_id")}`)})`,
    );
  if (amount !== null)
    sources.push(
      ofSites(Prisma.sql`t.amount = ${amount}::numeric`),
      ofSites(Prisma.sql`t.amount = -${amount}::numeric`),
    );
  return Prisma.sql`
    SELECT m.id, m.at FROM (${Prisma.join(sources, " UNION ")}) m ORDER BY m.at DESC, m.id DESC LIMIT ${limit}`;
}
