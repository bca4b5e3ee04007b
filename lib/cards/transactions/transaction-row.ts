import type * as z from "zod/mini";
import type { transactionRowSchema } from "./transaction-row-schema";

export type TransactionRow = z.infer<typeof transactionRowSchema>;

/**
 * The currency of accounts. The bank's `amount` is in it and `amount_fx` in `currency`: an assumption, the docs do not
 * say.
 */
export const ACCOUNT_CURRENCY = "EUR";

/** Where most payments are made, as the bank writes it: the index of countries leaves it out. */
export const HOME_COUNTRY = "FRA";
