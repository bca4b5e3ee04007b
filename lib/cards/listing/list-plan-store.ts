import { addDays, bankDayStart } from "@/lib/anytime/values/bank-day";
import { CREDIT, DEBIT, KNOWN_LETTERS, lettersOf, readStatus } from "@/lib/anytime/values/transaction-status";
import { daysOf, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { listMerged } from "@/lib/cards/merchants/families-store";
import { isFewTagged, taggedIds } from "@/lib/cards/searching/tagged-store";
import { isMeant, newestMeant, readMeaning } from "@/lib/cards/searching/text-store";
import { ACCOUNT_CURRENCY, HOME_COUNTRY } from "@/lib/cards/transactions/transaction-row";
import { newestOfSites } from "@/lib/db/access/newest-of-sites";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { readDistinct } from "@/lib/db/skip-scan";

/** A query of the `id` of the newest payments `t` that fit conditions, in no order; all of them without a limit. */
type Newest = (where: Prisma.Sql, limit: number | null) => Prisma.Sql;

/** How a filtered list is read: by an index that has the rows of one filter in the order of their dates. */
export interface ListPlan {
  readonly newest: Newest;
  /** What that index does not know: rows are read until enough of them fit. */
  readonly rest: readonly Prisma.Sql[];
  /** All filters together, for rows that are read in another way. */
  readonly condition: Prisma.Sql;
  /** The index has so few rows that all of them may be read. */
  readonly isSmall: boolean;
  /** The instants that the filters name; null has no end on that side. */
  readonly since: Date | null;
  readonly until: Date | null;
}

/** A filter, as a condition, and by its index. */
interface Part {
  readonly condition: Prisma.Sql;
  /** Null if no index has its rows in the order of dates. */
  readonly newest: Newest | null;
  readonly isSmall?: boolean;
}

const LIST = { from: Prisma.sql`card_transactions t`, row: "t", at: "bank_date" } as const;
/** A payment that was joined to the one it came again as is listed and counted as that one. */
const COUNTS = Prisma.sql`t.joined_to_id IS NULL`;
/** The commonest letter, for which the index by date is as good: indexes by letter leave it out. */
const COMMON_STATUS = "S";
/** An amount that this many payments have, or fewer, is looked up instead of searched for. */
const FEW = 2_000;
const MOST_LETTERS = 40;

/** Decides how a list is read. The first of its filters that has lanes gives them; the others are checked row by row. */
export async function planList(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  now: Date,
): Promise<ListPlan> {
  const { from, to } = daysOf(filters, now);
  const parts = await new Planning(scope, db).listParts(filters);
  const leading =
    parts.find(({ isSmall }) => isSmall === true) ?? parts.find(({ newest }) => newest !== null);
  const conditionsOf = (some: readonly Part[]) => some.map(({ condition }) => condition);
  const newest = leading?.newest ?? ((where, limit) => newestOfSites(scope, LIST, where, limit));
  return {
    newest: (where, limit) => newest(Prisma.sql`${COUNTS} AND ${where}`, limit),
    rest: conditionsOf(parts.filter((part) => part !== leading)),
    condition: Prisma.join([COUNTS, ...conditionsOf(parts)], " AND "),
    isSmall: leading?.isSmall === true,
    since: from === null ? null : bankDayStart(from),
    until: to === null ? null : bankDayStart(addDays(to, 1)),
  };
}

/** Text of ours that a statement must contain as it is, because an index names it. */
function literal(text: string): Prisma.Sql {
  return Prisma.raw(`'${text}'`);
}

/** A filter whose rows no index has in the order of dates, or nearly all rows of the index by date have. */
function unserved(condition: Prisma.Sql): Part {
  return { condition, newest: null };
}

/** Turns filters into parts, as far as a scope reaches. */
class Planning {
  readonly #scope: Scope;
  readonly #db: Db;

  constructor(scope: Scope, db: Db) {
    this.#scope = scope;
    this.#db = db;
  }

  /** The filters, those that usually leave the fewest rows first. */
  async listParts(filters: TransactionFilters): Promise<Part[]> {
    const { card, user, merchant, tag, q, unattributed, status, direction } = filters;
    const { currency, fx, country, category } = filters;
    const parts: (Part | null)[] = [
      card === undefined ? null : this.#ofCards([card]),
      user === undefined ? null : this.#ofCards(await this.#readCardsOf(user)),
      merchant === undefined ? null : await this.#ofMerchant(merchant),
      tag === undefined ? null : await this.#ofTag(tag),
      q === undefined ? null : await this.#ofText(q),
      await this.#ofAmount(filters),
      unattributed === undefined ? null : this.#either([Prisma.sql`t.unattributed`]),
      status === undefined ? null : await this.#ofStatus(status),
      direction === undefined ? null : this.#ofDirection(direction),
      currency === undefined ? null : this.#except("currency", currency, ACCOUNT_CURRENCY),
      fx === undefined ? null : this.#either([Prisma.sql`t.currency <> ${literal(ACCOUNT_CURRENCY)}`]),
      country === undefined ? null : this.#except("country", country, HOME_COUNTRY),
      category === undefined ? null : this.#either([Prisma.sql`t.mcc = ${category}`]),
    ];
    return parts.filter((part) => part !== null);
  }

  /**
   * A filter that one of several conditions fits. An index has the rows of each in the order of dates, so a page is
   * merged from a page of each; no row fits two.
   */
  #either(lanes: readonly Prisma.Sql[], more: Pick<Part, "isSmall"> = {}): Part {
    if (lanes.length === 0)
      return {
        condition: Prisma.sql`FALSE`,
        newest: () => Prisma.sql`SELECT NULL::uuid AS id WHERE FALSE`,
        isSmall: true,
      };
    const condition = Prisma.sql`(${Prisma.join([...lanes], " OR ")})`;
    const newest: Newest = (where, limit) =>
      Prisma.join(
        lanes.map(
          (lane) =>
            Prisma.sql`(${newestOfSites(this.#scope, LIST, Prisma.sql`${lane} AND ${where}`, limit)})`,
        ),
        " UNION ALL ",
      );
    return { condition, newest, ...more };
  }

  /** A value of a column whose index leaves out its commonest one, for which the index by date is as good. */
  #except(column: "currency" | "country" | "type", value: string, commonest: string): Part {
    const name = Prisma.raw(`t.${column}`);
    if (value === commonest) return unserved(Prisma.sql`${name} = ${value}`);
    return this.#either([Prisma.sql`${name} = ${value} AND ${name} <> ${literal(commonest)}`]);
  }

  #ofCards(ids: readonly string[]): Part {
    const sites = inScope(this.#scope, "t.site_id");
    const condition = Prisma.sql`(t.card_id = ANY(${[...ids]}::uuid[]) AND ${sites})`;
    const newest: Newest = (where, limit) => Prisma.sql`
      SELECT p.id FROM unnest(${[...ids]}::uuid[]) AS n(id) CROSS JOIN LATERAL (
        SELECT t.id FROM card_transactions t WHERE t.card_id = n.id AND ${sites} AND ${where}
        ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit}
      ) p`;
    return { condition, newest, isSmall: true };
  }

  /** A payment's user is found through its card. */
  async #readCardsOf(userId: string): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      SELECT c.id FROM cards c WHERE c.linked_user_id = ${userId}::uuid AND ${inScope(this.#scope, "c.site_id")}`;
    return rows.map(({ id }) => id);
  }

  async #ofStatus(status: NonNullable<TransactionFilters["status"]>): Promise<Part> {
    const letters = status === "unknown" ? await this.#readUnknownLetters() : lettersOf(status);
    const condition =
      status === "unknown"
        ? Prisma.sql`t.status <> ALL(${[...KNOWN_LETTERS]})`
        : Prisma.sql`t.status = ANY(${[...letters]})`;
    if (letters.includes(COMMON_STATUS)) return unserved(condition);
    const rare = Prisma.sql`t.status <> ${literal(COMMON_STATUS)}`;
    return {
      ...this.#either(letters.map((letter) => Prisma.sql`t.status = ${letter} AND ${rare}`)),
      condition,
    };
  }

  /** Letters that nobody documented. */
  async #readUnknownLetters(): Promise<string[]> {
    const letters = await readDistinct(this.#scope, this.#db, {
      table: "card_transactions",
      column: "status",
      where: `t.status <> '${COMMON_STATUS}'`,
      most: MOST_LETTERS,
    });
    return letters.filter((letter) => readStatus(letter) === "unknown");
  }

  #ofDirection(direction: "debit" | "credit"): Part {
    return this.#except("type", direction === "debit" ? DEBIT : CREDIT, DEBIT);
  }

  /** A merchant and those that were merged into it. */
  async #ofMerchant(merchantId: string): Promise<Part> {
    const ids = await listMerged(this.#scope, this.#db, merchantId);
    const newest: Newest = (where, limit) => Prisma.sql`
      SELECT p.id FROM unnest(${ids}::uuid[]) AS n(id) CROSS JOIN LATERAL (
        SELECT t.id FROM card_transactions t WHERE t.merchant_id = n.id AND ${where}
        ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit}
      ) p`;
    return { condition: Prisma.sql`t.merchant_id = ANY(${ids}::uuid[])`, newest };
  }

  async #ofTag(tag: string): Promise<Part> {
    const ids = taggedIds(this.#scope, tag);
    if (!(await isFewTagged(this.#scope, this.#db, tag))) return unserved(Prisma.sql`t.id IN (${ids})`);
    const condition = Prisma.sql`t.id = ANY(ARRAY(${ids}))`;
    const newest: Newest = (where, limit) => Prisma.sql`
      (SELECT t.id FROM card_transactions t WHERE ${condition} AND ${inScope(this.#scope, "t.site_id")} AND ${where}
      ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit})`;
    return { condition, newest, isSmall: true };
  }

  async #ofText(q: string): Promise<Part> {
    const meaning = await readMeaning(this.#scope, this.#db, q);
    if (meaning.merchants === "many") return unserved(isMeant(meaning));
    return {
      condition: isMeant(meaning),
      newest: (where, limit) => newestMeant(this.#scope, meaning, LIST.from, where, limit),
    };
  }

  /** Amounts have no sign, whatever the bank wrote. */
  async #ofAmount({ least, most }: TransactionFilters): Promise<Part | null> {
    if (least === undefined && most === undefined) return null;
    const exact = least === most ? least : undefined;
    if (exact !== undefined)
      return this.#either(signsOf(exact).map((amount) => Prisma.sql`t.amount = ${amount}::numeric`));
    const sides = [
      rangeOf(least ?? "0", most ?? null),
      rangeOf(most === undefined ? null : `-${most}`, `-${least ?? "0"}`),
    ];
    const condition = Prisma.sql`(${Prisma.join(sides, " OR ")})`;
    const ids = await this.#readFew(sides);
    if (ids === null) return unserved(condition);
    const newest: Newest = (where, limit) => Prisma.sql`
      (SELECT t.id FROM card_transactions t WHERE t.id = ANY(${ids}::uuid[]) AND ${where}
      ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit})`;
    return { condition, newest, isSmall: true };
  }

  /** The payments of a range of amounts, by the index of amounts; null if there are too many. */
  async #readFew(sides: readonly Prisma.Sql[]): Promise<string[] | null> {
    const found = new Set<string>();
    for (const side of sides) {
      const rows = await this.#db.$queryRaw<{ id: string }[]>`
        SELECT f.id FROM sites s CROSS JOIN LATERAL (
          SELECT t.id FROM card_transactions t WHERE t.site_id = s.id AND ${side} LIMIT ${FEW + 1}
        ) f WHERE ${inScope(this.#scope, "s.id")} LIMIT ${FEW + 1}`;
      for (const { id } of rows) found.add(id);
      if (found.size > FEW) return null;
    }
    return [...found];
  }
}

function signsOf(amount: string): string[] {
  return /[1-9]/.test(amount) ? [amount, `-${amount}`] : [amount];
}

function rangeOf(least: string | null, most: string | null): Prisma.Sql {
  const sides = [
    ...(least === null ? [] : [Prisma.sql`t.amount >= ${least}::numeric`]),
    ...(most === null ? [] : [Prisma.sql`t.amount <= ${most}::numeric`]),
  ];
  return Prisma.sql`(${Prisma.join(sides, " AND ")})`;
}
