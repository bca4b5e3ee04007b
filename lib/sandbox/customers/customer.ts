import { z } from "zod";

/** How a customer of the simulated bank behaves when signing in. */
export const SCRIPTS = [
  "well",
  "joint",
  "wrong",
  "error",
  "late",
  "lost",
  "early",
  "revoker",
  "silent",
  "refuses",
  "closes",
  "blocked",
  "unheard",
] as const;
export type CustomerScript = (typeof SCRIPTS)[number];

/** A card, in the words of the bank's API. */
const cardSchema = z.object({
  ref: z.string().regex(/^[\w-]{1,40}$/),
  type: z.enum(["PLASTIC", "VIRTUAL_SINGLE_USE", "VIRTUAL_MULTI_USE"]),
  status: z.enum(["ACT", "BLO", "CAN", "EXP", "LOS", "STO", "DAM", "PRE", "ORD"]),
});
export type BankCard = z.infer<typeof cardSchema>;

export const customerSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  name: z.string().min(1).max(80),
  email: z.string().max(100),
  gender: z.enum(["M", "F"]),
  script: z.enum(SCRIPTS),
  /** Whose account it is stays the customer's business: two of them may share one. */
  accId: z.string().regex(/^\w{1,30}$/),
  accType: z.enum(["consumer", "business"]),
  cards: z.array(cardSchema).max(20),
  /** Cards that pay. */
  cardRefs: z.tuple([z.string()], z.string()),
});
/** A customer. */
export type Customer = Readonly<z.infer<typeof customerSchema>>;
