import * as z from "zod/mini";

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
  merchantId: z.nullable(z.string()),
  city: z.nullable(z.string()),
  /** ISO alpha-2; the bank's own text if that is not a country. */
  country: z.nullable(z.string()),
  cardId: z.string(),
  cardRef: z.string(),
  accId: z.string(),
  userId: z.nullable(z.string()),
  userName: z.nullable(z.string()),
  mcc: z.nullable(z.string()),
  /** Category name in each language; null if the code is unknown. */
  category: z.nullable(z.object({ en: z.string(), fr: z.string() })),
  amount: z.string(),
  amountFx: z.nullable(z.string()),
  currency: z.nullable(z.string()),
  fxFee: z.nullable(z.string()),
  balanceAfter: z.nullable(z.string()),
  status: z.string(),
  type: z.string(),
  versionCount: z.number(),
});
