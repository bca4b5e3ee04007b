import { z } from "zod";
import { EXAMPLE, id, listParameters, nextCursor, OWNER_EXAMPLE, ownerSchema, stored, time } from "./fields";

/** Cards on one page. */
const MOST = 100;

/** `GET /api/v1/cards`: its parameters. */
export const listCardsSchema = z.strictObject({
  linked_user_id: id
    .optional()
    .meta({ description: "Only cards of this linked user", examples: [EXAMPLE.user] }),
  attributed: z
    .enum(["true", "false"])
    .optional()
    .meta({
      description: "Only cards that have an owner, or only those that have none",
      examples: ["false"],
    }),
  ...listParameters(MOST),
});

/** A card that payments were made with, or that the bank's API told of. */
export const cardSchema = z
  .object({
    id: id.meta({ description: "The card's id", examples: [EXAMPLE.card] }),
    card_ref: stored(200).meta({ description: "The bank's reference of the card", examples: ["ANY1"] }),
    acc_id: stored(200).meta({ description: "The bank's id of its account", examples: ["A-1001"] }),
    linked_user: ownerSchema
      .nullable()
      .meta({ description: "Its owner; null while it is unattributed", examples: [OWNER_EXAMPLE] }),
    card_type: stored(200)
      .nullable()
      .meta({ description: "As the bank's API has it; null where it was not read", examples: ["PLASTIC"] }),
    bank_status: stored(200)
      .nullable()
      .meta({ description: "As the bank's API has it; null where it was not read", examples: ["ACT"] }),
    created_at: time.meta({ description: "When it was first seen", examples: [EXAMPLE.time] }),
    last_transaction_at: time.nullable().meta({
      description: "The date of its latest payment; null if there is none",
      examples: [EXAMPLE.time],
    }),
  })
  .meta({ id: "Card", description: "A card, and whose it is" });
export type ApiCard = z.infer<typeof cardSchema>;

/** One page of cards. */
export const cardPageSchema = z
  .object({
    cards: z
      .array(cardSchema)
      .max(MOST)
      .meta({ description: "Newest first", examples: [[]] }),
    next_cursor: nextCursor,
  })
  .meta({ id: "CardPage", description: "One page of cards, newest first" });
