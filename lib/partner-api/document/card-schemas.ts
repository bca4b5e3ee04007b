import { z } from "zod";
import { ASSIGNMENT_OUTCOMES, MOST_PAIRS } from "@/lib/cards/attribution/assign-named";
import {
  comparable,
  EXAMPLE,
  id,
  listParameters,
  nextCursor,
  OWNER_EXAMPLE,
  ownerSchema,
  stored,
  time,
} from "./fields";

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

const askedAssignmentSchema = z
  .strictObject({
    card_id: id.optional().meta({ description: "The card's id", examples: [EXAMPLE.card] }),
    card_ref: comparable(200)
      .optional()
      .meta({
        description: "Or the bank's reference of the card",
        examples: ["ANY1"],
      }),
    acc_id: comparable(200)
      .optional()
      .meta({
        description: "With `card_ref`: its account, needed where several have a card of this reference",
        examples: ["A-1001"],
      }),
    linked_user_id: id.optional().meta({ description: "The linked user's id", examples: [EXAMPLE.user] }),
    external_reference: comparable(200)
      .optional()
      .meta({ description: "Or your own id for them", examples: ["customer-1"] }),
    whole_account: z
      .boolean()
      .optional()
      .meta({
        description: "Also the account's other cards without an owner, and those that it gets later",
        examples: [false],
      }),
  })
  .refine(({ card_id, card_ref }) => (card_id === undefined) !== (card_ref === undefined), {
    error: "name the card by either card_id or card_ref",
  })
  .refine(({ card_id, acc_id }) => card_id === undefined || acc_id === undefined, {
    error: "acc_id goes with card_ref",
  })
  .refine((asked) => (asked.linked_user_id === undefined) !== (asked.external_reference === undefined), {
    error: "name the linked user by either linked_user_id or external_reference",
  });
export type AskedAssignment = z.output<typeof askedAssignmentSchema>;

/** `POST /api/v1/card-assignments`. */
export const assignCardsSchema = z
  .strictObject({
    assignments: z
      .array(askedAssignmentSchema)
      .min(1)
      .max(MOST_PAIRS)
      .meta({
        description: "Which card is whose",
        examples: [[{ card_ref: "ANY1", acc_id: "A-1001", external_reference: "customer-1" }]],
      }),
  })
  .meta({ id: "AssignCards", description: "Which card is whose" });

const ASSIGNMENT_EXAMPLE = { outcome: "assigned", card_id: EXAMPLE.card, linked_user: OWNER_EXAMPLE };

const assignmentSchema = z.object({
  outcome: z.enum(ASSIGNMENT_OUTCOMES).meta({
    description:
      "`unchanged`: it was theirs before. `already_assigned`: it is somebody else's, and stays so. `account_needed`: several accounts have a card of this reference. `repeated`: the card is in an earlier assignment of this request",
    examples: ["assigned"],
  }),
  card_id: id
    .nullable()
    .meta({ description: "The card; null where none was found", examples: [EXAMPLE.card] }),
  linked_user: ownerSchema
    .nullable()
    .meta({ description: "The linked user; null where none was found", examples: [OWNER_EXAMPLE] }),
});
export type ApiAssignment = z.infer<typeof assignmentSchema>;

/** What became of each assignment. */
export const assignmentsSchema = z
  .object({
    results: z
      .array(assignmentSchema)
      .max(MOST_PAIRS)
      .meta({ description: "In the order of the request", examples: [[ASSIGNMENT_EXAMPLE]] }),
  })
  .meta({ id: "CardAssignments", description: "What became of each assignment" });
