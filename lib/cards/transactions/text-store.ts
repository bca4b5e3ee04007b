import { findByWords, hasWords } from "@/lib/cards/merchants/find-merchants-store";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { containing } from "@/lib/db/like";
import { readText } from "./read-text";

/** What the text of a filter means here: a payment that fits one of these is found. */
export interface TextMeaning {
  /** `many` if the words fit more merchants than can be read one by one: then payments are read by date. */
  readonly merchants: readonly string[] | "many";
  readonly words: readonly string[];
  readonly cards: readonly string[];
  readonly txid: string;
  /** Decimal text. */
  readonly amount: string | null;
}

/** More cards than this are not read one by one; the first ones are. */
const MOST_CARDS = 500;

/** Finds out what a text means: merchants, cards, users, a transaction's id, an amount. */
export async function readMeaning(scope: Scope, db: Db, text: string): Promise<TextMeaning> {
  const { words, amount, exact } = readText(text);
  const [merchants, cards] = await Promise.all([
    findByWords(scope, db, words),
    findCardsByText(scope, db, exact),
  ]);
  return { merchants, words, cards, txid: exact, amount };
}

/** Cards whose reference holds the text, whose account is exactly that, or whose owner's name holds it. */
async function findCardsByText(scope: Scope, db: Db, text: string): Promise<string[]> {
  const pattern = containing(text);
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM cards c LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id
    WHERE (u.name ILIKE ${pattern} OR c.card_ref ILIKE ${pattern} OR c.acc_id = ${text}) AND ${inScope(scope, "c.site_id")}
    ORDER BY c.id LIMIT ${MOST_CARDS}`;
  return rows.map(({ id }) => id);
}

/** That a payment `t` is meant. For payments that are read by something else: by date, or by another filter. */
export function isMeant({ merchants, words, cards, txid, amount }: TextMeaning): Prisma.Sql {
  const conditions = [Prisma.sql`t.txid = ${txid}`];
  if (merchants === "many")
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM merchants m WHERE m.id = t.merchant_id AND ${hasWords("m", words)})`,
    );
  else if (merchants.length > 0) conditions.push(Prisma.sql`t.merchant_id = ANY(${[...merchants]}::uuid[])`);
  if (cards.length > 0) conditions.push(Prisma.sql`t.card_id = ANY(${[...cards]}::uuid[])`);
  if (amount !== null) conditions.push(Prisma.sql`t.amount IN (${amount}::numeric, -${amount}::numeric)`);
  return Prisma.sql`(${Prisma.join(conditions, " OR ")})`;
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
  limit: number,
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
  const sources = [
    Prisma.sql`(${newest(Prisma.sql`t.txid = ${txid} AND ${inScope(scope, "t.site_id")}`)})`,
    ofEach(merchants, Prisma.sql`merchant_id`),
    ofEach(cards, Prisma.sql`card_id`),
  ];
  if (amount !== null)
    sources.push(
      ofSites(Prisma.sql`t.amount = ${amount}::numeric`),
      ofSites(Prisma.sql`t.amount = -${amount}::numeric`),
    );
  return Prisma.sql`
    SELECT m.id, m.at FROM (${Prisma.join(sources, " UNION ")}) m ORDER BY m.at DESC, m.id DESC LIMIT ${limit}`;
}
