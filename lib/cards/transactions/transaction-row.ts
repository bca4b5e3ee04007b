import { z } from "zod";

/** A transaction as tables show it. Money is decimal text, ids are strings, times are ISO with zone. */
export const transactionRowSchema = z.object({
  id: z.string(),
  siteId: z.string(),
  txid: z.string(),
  bankDate: z.string(),
  bankDateGuess: z.boolean(),
  /** As staff call it, or the bank. */
  merchant: z.string(),
  /** The one it was merged into, if it was; null while it is not named yet. */
  merchantId: z.string().nullable(),
  city: z.string().nullable(),
  /** ISO alpha-2; the bank's own text if that is not a country. */
  country: z.string().nullable(),
  cardId: z.string(),
  cardRef: z.string(),
  accId: z.string(),
  userId: z.string().nullable(),
  userName: z.string().nullable(),
  mcc: z.string().nullable(),
  /** Category name in each language; null if the code is unknown. */
  category: z.object({ en: z.string(), fr: z.string() }).nullable(),
  amount: z.string(),
  amountFx: z.string().nullable(),
  currency: z.string().nullable(),
  fxFee: z.string().nullable(),
  balanceAfter: z.string().nullable(),
  status: z.string(),
  type: z.string(),
  versionCount: z.number(),
});

export type TransactionRow = z.infer<typeof transactionRowSchema>;

/**
 * The currency of accounts. The bank's `amount` is in it and `amount_fx` in `currency`: an assumption, the docs do not
 * say.
 */
export const ACCOUNT_CURRENCY = "EUR";

/** Where most payments are made, as the bank writes it: the index of countries leaves it out. */
export const HOME_COUNTRY = "FRA";
