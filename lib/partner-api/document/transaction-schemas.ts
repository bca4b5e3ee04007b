import { z } from "zod";
import { isBankDay } from "@/lib/anytime/values/bank-day";
import { PERIODS } from "@/lib/cards/filters/period";
import {
  comparable,
  decimal,
  EXAMPLE,
  id,
  listParameters,
  nextCursor,
  OWNER_EXAMPLE,
  ownerSchema,
  stored,
  time,
} from "./fields";

/** Payments on one page. */
const MOST = 200;

const yes = (description: string) =>
  z
    .enum(["true"])
    .optional()
    .meta({ description, examples: ["true"] });
const own = (description: string, example: string) =>
  id.optional().meta({ description, examples: [example] });
const day = (description: string, example: string) =>
  z.iso
    .date()
    .max(10)
    .refine(isBankDay, { error: "is no day" })
    .optional()
    .meta({ description, examples: [example] });
const amount = (description: string, example: string) =>
  z
    .string()
    .regex(/^\d{1,15}(\.\d{1,8})?$/)
    .max(24)
    .optional()
    .meta({ description, examples: [example] });
const code = (pattern: RegExp, description: string, example: string) =>
  z
    .string()
    .regex(pattern)
    .max(4)
    .optional()
    .meta({ description, examples: [example] });

const STATUSES = ["authorised", "settled", "declined", "reversed", "unknown"] as const;

/** `GET /api/v1/transactions`: its parameters, which are the filters of the Transactions page. */
export const listTransactionsSchema = z.strictObject({
  q: comparable(100)
    .optional()
    .meta({
      description: "Words of the merchant, the place, the bank's ids, or the linked user",
      examples: ["fnac"],
    }),
  status: z
    .enum(STATUSES)
    .optional()
    .meta({ description: "Only payments in this state", examples: ["settled"] }),
  direction: z
    .enum(["debit", "credit"])
    .optional()
    .meta({ description: "Only what was paid, or only what was paid back", examples: ["debit"] }),
  currency: code(/^[A-Z]{3}$/, "Charged in this currency (ISO 4217)", "EUR"),
  country: code(/^[A-Z]{3}$/, "Made in this country (ISO 3166, three letters)", "FRA"),
  category: code(/^\d{1,4}$/, "Merchant category code (ISO 18245)", "5732"),
  linked_user_id: own("Only payments of this linked user", EXAMPLE.user),
  card_id: own("Only payments with this card", EXAMPLE.card),
  merchant_id: own("Only payments at this merchant", EXAMPLE.merchant),
  tag: comparable(40)
    .optional()
    .meta({ description: "Only payments that staff gave this tag", examples: ["refund due"] }),
  unattributed: yes("Only payments with cards that have no owner"),
  foreign_currency: yes("Only payments that were charged in another currency"),
  period: z
    .enum(PERIODS)
    .optional()
    .meta({
      description: "Bank days (Europe/Paris) that move on with the day; wins over `from` and `to`",
      examples: ["30d"],
    }),
  from: day("From this bank day on (Europe/Paris)", "2026-11-01"),
  to: day("Up to this bank day, included", "2026-11-30"),
  min_amount: amount("At least this much, without sign", "10.00"),
  max_amount: amount("At most this much, without sign", "99.99"),
  ...listParameters(MOST),
});

/** A card payment. */
export const transactionSchema = z
  .object({
    id: id.meta({ description: "The payment's id", examples: [EXAMPLE.transaction] }),
    txid: stored(400).meta({
      description: "The bank's own id of it; unique only per card",
      examples: ["884213"],
    }),
    date: time.meta({ description: "When it was made, at the bank", examples: [EXAMPLE.time] }),
    date_is_guess: z.boolean().meta({
      description: "The bank named no date, or one in the hour that autumn repeats",
      examples: [false],
    }),
    status: z.enum(STATUSES).meta({ description: "What the bank's letter means", examples: ["settled"] }),
    direction: z
      .enum(["debit", "credit", "unknown"])
      .meta({ description: "Paid, or paid back: it gives the sign of the amount", examples: ["debit"] }),
    amount: decimal.meta({ description: "Decimal text, as the bank wrote it", examples: ["98.32"] }),
    currency: stored(3).meta({ description: "The currency of `amount`", examples: ["EUR"] }),
    charged_amount: decimal.nullable().meta({
      description: "As charged, in `charged_currency`; null if the bank said nothing",
      examples: ["104.10"],
    }),
    charged_currency: stored(200)
      .nullable()
      .meta({
        description: "The currency it was charged in; null if the bank said nothing",
        examples: ["USD"],
      }),
    merchant: z
      .object({
        id: id
          .nullable()
          .meta({ description: "Null while it is not named yet", examples: [EXAMPLE.merchant] }),
        name: stored(2_000).meta({
          description: "As your staff call it, or the bank",
          examples: ["Fnac Direct"],
        }),
      })
      .meta({ description: "Where it was made", examples: [{ id: EXAMPLE.merchant, name: "Fnac Direct" }] }),
    city: stored(2_000)
      .nullable()
      .meta({ description: "As far as the bank's text says it", examples: ["Paris"] }),
    country: stored(2_000)
      .nullable()
      .meta({
        description: "ISO 3166, two letters; the bank's own text if that is no country",
        examples: ["FR"],
      }),
    category: stored(200)
      .nullable()
      .meta({ description: "Merchant category code (ISO 18245)", examples: ["5732"] }),
    card: z
      .object({
        id: id.meta({ description: "The card's id", examples: [EXAMPLE.card] }),
        card_ref: stored(400).meta({ description: "The bank's reference of the card", examples: ["ANY1"] }),
        acc_id: stored(400).meta({ description: "The bank's id of its account", examples: ["A-1001"] }),
      })
      .meta({
        description: "The card it was made with",
        examples: [{ id: EXAMPLE.card, card_ref: "ANY1", acc_id: "A-1001" }],
      }),
    linked_user: ownerSchema.nullable().meta({
      description: "The owner of the card; null while it is unattributed",
      examples: [OWNER_EXAMPLE],
    }),
    joined_to: id.nullable().meta({
      description:
        "Your staff joined this authorisation to its settlement, which came under another id: only that one counts, and lists leave this one out. Null for a payment that counts",
      examples: [null],
    }),
  })
  .meta({ id: "Transaction", description: "A card payment, however many notifications reported it" });
export type ApiTransaction = z.infer<typeof transactionSchema>;

/** One page of payments. */
export const transactionPageSchema = z
  .object({
    transactions: z
      .array(transactionSchema)
      .max(MOST)
      .meta({
        description:
          "Newest first. Rare ones are searched for a second: a page can have few, or none, and yet not be the last",
        examples: [[]],
      }),
    next_cursor: nextCursor,
  })
  .meta({ id: "TransactionPage", description: "One page of card payments, newest first" });
