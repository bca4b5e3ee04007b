import { Prisma } from "@/lib/db/generated/client";
import { may } from "./permissions";
import type { Scope } from "./scope";

/** What stands where a text may not be seen. */
export const MASK = "•••";

/** How much of personal data somebody sees: all, first names and the ends of ids, or only which support code it was. */
type Sight = "whole" | "short" | "coded";

/** What a role sees of a column instead of it. */
type Masked = Readonly<Record<Exclude<Sight, "whole">, string>>;

/** A name in words, whatever parts them: files of spreadsheets have blanks that do not break, which `\s` leaves out. */
const WORDS = "btrim(regexp_replace(name, '[\\s\\u00a0\\u202f,;/]+', ' ', 'g'))";
/** A name's first word, and the initial of its last. What has an @ or a digit in it is no name of a person. */
const SHORT_NAME = `CASE WHEN name ~ '[@0-9]' THEN '${MASK}' WHEN strpos(${WORDS}, ' ') = 0 THEN ${WORDS}
  ELSE split_part(${WORDS}, ' ', 1) || ' ' || left(split_part(${WORDS}, ' ', -1), 1) || '.' END`;
/** The newest code that they could read out, as pages write it. */
const CODE = `COALESCE((SELECT left(code.support_code, 4) || '-' || substr(code.support_code, 5) FROM connect_sessions of_code JOIN connect_attempts code ON code.session_id = of_code.id
  WHERE of_code.linked_user_id = linked_users.id ORDER BY code.created_at DESC, code.id DESC LIMIT 1), '${MASK}')`;
const HIDDEN: Masked = { short: "NULL::text", coded: "NULL::text" };

/** The last four characters of an id, or its half if it is short. */
function endOf(column: string): Masked {
  const end = `'…' || right(${column}, LEAST(4, length(${column}) / 2))`;
  return { short: end, coded: end };
}

type TableColumns = Readonly<Record<string, "shown" | Masked>>;

/**
 * The columns of tables with personal data. Personal ones say what is seen instead by whoever has no
 * `personal_data:read`; the others are shown to everyone. A new column must be added here, or a test fails.
 */
export const PERSONAL_TABLES = {
  linked_users: {
    id: "shown",
    site_id: "shown",
    name: { short: SHORT_NAME, coded: CODE },
    email: HIDDEN,
    external_reference: { ...endOf("external_reference"), coded: "NULL::text" },
    language: "shown",
    state: "shown",
    state_since: "shown",
    standing: "shown",
    standing_since: "shown",
    standing_due_at: "shown",
    unopened: "shown",
    unconfirmed_at: "shown",
    linked_at: "shown",
    words_version: "shown",
    mails_stopped_at: "shown",
    created_at: "shown",
  },
  card_accounts: {
    id: "shown",
    site_id: "shown",
    acc_id: endOf("acc_id"),
    linked_user_id: "shown",
    owners: "shown",
    created_at: "shown",
    acc_type: "shown",
    sharing: "shown",
    sharing_at: "shown",
  },
  cards: {
    id: "shown",
    site_id: "shown",
    account_id: "shown",
    acc_id: endOf("acc_id"),
    card_ref: endOf("card_ref"),
    linked_user_id: "shown",
    assigned_at: "shown",
    assigned_by_id: "shown",
    owner_source: "shown",
    card_type: "shown",
    bank_status: "shown",
    expiry_date: { short: "expiry_date", coded: "NULL::text" },
    holder: HIDDEN,
    balance: { short: "balance", coded: "NULL::numeric" },
    bank_read_at: "shown",
    created_at: "shown",
  },
  card_transactions: {
    id: "shown",
    site_id: "shown",
    card_id: "shown",
    txid: endOf("txid"),
    mcc: "shown",
    amount: "shown",
    amount_fx: "shown",
    currency: "shown",
    fx: "shown",
    fx_fee: "shown",
    status: "shown",
    type: "shown",
    balance_after: { short: "balance_after", coded: "NULL::numeric" },
    bank_date_raw: "shown",
    bank_date: "shown",
    bank_date_guess: "shown",
    description: { short: "description", coded: "NULL::text" },
    merchant: "shown",
    merchant_id: "shown",
    city: "shown",
    country: "shown",
    request_id: endOf("request_id"),
    fold_timestamp: "shown",
    fold_created_at: "shown",
    fold_digest: "shown",
    version_count: "shown",
    fetched: "shown",
    unattributed: "shown",
    joined_to_id: "shown",
    first_seen_at: "shown",
    updated_at: "shown",
  },
} as const satisfies Readonly<Record<string, TableColumns>>;

type PersonalTable = keyof typeof PERSONAL_TABLES;

function sightOf(scope: Scope): Sight {
  if (may(scope, "personal_data:read")) return "whole";
  return may(scope, "personal_data:short") ? "short" : "coded";
}

function maskedTable(table: PersonalTable, sight: Exclude<Sight, "whole">): string {
  const columns: TableColumns = PERSONAL_TABLES[table];
  const list = Object.entries(columns).map(([name, how]) =>
    how === "shown" ? name : `${how[sight]} AS ${name}`,
  );
  return `(SELECT ${list.join(", ")} FROM ${table})`;
}

/**
 * A table for a query on behalf of staff, to be followed by its alias. Lists, details, searches and files read what they
 * show through it, so personal data is masked in one place, before it leaves the database. Who looks for somebody by
 * such a column asks `personal_data:read` first: nobody finds, sorts or filters by what they may not see.
 */
function seenBy(scope: Scope, table: PersonalTable): Prisma.Sql {
  const sight = sightOf(scope);
  return Prisma.raw(sight === "whole" ? table : maskedTable(table, sight));
}

/** `linked_users` as the role sees them. */
export const linkedUsers = (scope: Scope): Prisma.Sql => seenBy(scope, "linked_users");
/** `cards` as the role sees them. */
export const seenCards = (scope: Scope): Prisma.Sql => seenBy(scope, "cards");
/** `card_accounts` as the role sees them. */
export const seenAccounts = (scope: Scope): Prisma.Sql => seenBy(scope, "card_accounts");
/** `card_transactions` as the role sees them. */
export const seenPayments = (scope: Scope): Prisma.Sql => seenBy(scope, "card_transactions");
