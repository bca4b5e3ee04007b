import { z } from "zod";
import { hasDirections } from "@/lib/anytime/values/visible-text";
import { EXAMPLE, id, keepable, listParameters, nextCursor, stored, time } from "./fields";

/** Text that can be stored and shown: no control characters, no half of a surrogate pair. */
const text = (most: number) => keepable(most, (value) => !hasDirections(value) && value.isWellFormed());

const language = z.enum(["en", "fr"]);
/** A whole number, which the document describes as clients keep it. */
const whole = z.int().meta({ format: "int32" });
const reference = stored(200)
  .nullable()
  .meta({ description: "Your own id for them; null if they have none", examples: ["customer-1"] });
const userState = z.enum(["invited", "connecting", "active", "revoked"]).meta({
  description:
    "`active`: has an active token. `revoked`: had one, and has none any more. `connecting`: has opened a link",
  examples: ["active"],
});
const userId = id.meta({ description: "The linked user's id", examples: [EXAMPLE.user] });

/** `POST /api/v1/connect-sessions`. */
export const createConnectSessionSchema = z
  .strictObject({
    external_reference: text(200).meta({
      description: "Your own id for this user, unique on your site",
      examples: ["customer-1"],
    }),
    name: text(200).meta({
      description: "Shown masked on the connect page, and in full to your staff",
      examples: ["Camille Renard"],
    }),
    email: z
      .email()
      .max(254)
      .optional()
      .meta({
        description: "Shown to your staff, who can e-mail connect links to it; creating one sends nothing",
        examples: ["camille@example.com"],
      }),
    language: language.optional().meta({
      description: "Language of the connect page; the browser's language if absent",
      examples: ["fr"],
    }),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .meta({
        description:
          "Where the page leads after connecting; must belong to the return origin in the site's settings",
        examples: ["https://shop.example/thanks"],
      }),
    expires_in_days: whole
      .min(1)
      .max(90)
      .meta({ format: "int32", description: "As in the site's settings where absent", examples: [7] })
      .optional(),
  })
  .meta({ id: "CreateConnectSession", description: "Whom to invite" });
export type CreateConnectSession = z.infer<typeof createConnectSessionSchema>;

const sessionFields = {
  id: id.meta({ description: "The connect link's id", examples: [EXAMPLE.session] }),
  state: z.enum(["created", "opened", "completed", "cancelled", "expired"]).meta({
    description: "`completed` once a verified notification of the bank was processed",
    examples: ["created"],
  }),
  created_at: time.meta({ description: "When it was created", examples: [EXAMPLE.time] }),
  expires_at: time.meta({ description: "Until when it works", examples: ["2026-12-03T12:00:00.000Z"] }),
  completed_at: time.nullable().meta({ description: "When it was used; null until then", examples: [null] }),
  linked_user: z.object({ id: userId, external_reference: reference, state: userState }).meta({
    description: "Whom it is for",
    examples: [{ id: EXAMPLE.user, external_reference: "customer-1", state: "invited" }],
  }),
};

/** A connect link and its progress. */
export const connectSessionSchema = z
  .object(sessionFields)
  .meta({ id: "ConnectSession", description: "A connect link and its progress" });
export type ConnectSession = z.infer<typeof connectSessionSchema>;

/** The same on creation, with what is returned only then. */
export const createdConnectSessionSchema = z
  .object({
    ...sessionFields,
    url: z
      .url()
      .max(2_000)
      .meta({
        description: "The connect link: send it to this person, and to nobody else",
        examples: ["https://dashboard.example/connect/0123456789abcdefghijABCDEFGHIJ_-"],
      }),
    custom_reference: z
      .string()
      .max(255)
      .meta({
        description: "For `data-custom-ref`, to show the bank's button on your own page",
        examples: ["k1.0123456789abcdef"],
      }),
  })
  .meta({ id: "CreatedConnectSession", description: "A new connect link, with its secrets" });
export type CreatedConnectSession = z.infer<typeof createdConnectSessionSchema>;

/** Cards of one linked user in an answer, by their reference. */
export const MOST_CARDS = 1_000;
const CARD_EXAMPLE = { card_ref: "ANY1", acc_id: "A-1001" };

/** Somebody who was invited to link their account. */
export const linkedUserSchema = z
  .object({
    id: userId,
    external_reference: reference,
    name: stored(200).meta({ description: "As you or your staff wrote it", examples: ["Camille Renard"] }),
    email: stored(254)
      .nullable()
      .meta({ description: "Null if none was given", examples: ["camille@example.com"] }),
    state: userState,
    created_at: time.meta({ description: "When they were first invited", examples: [EXAMPLE.time] }),
    linked_at: time
      .nullable()
      .meta({ description: "When they last gave access; null if they never did", examples: [EXAMPLE.time] }),
    last_transaction_at: time.nullable().meta({
      description: "The date of their latest payment; null if there is none",
      examples: [EXAMPLE.time],
    }),
    cards: z
      .array(
        z.object({
          card_ref: stored(200).meta({ description: "The bank's reference of the card", examples: ["ANY1"] }),
          acc_id: stored(200).meta({ description: "The bank's id of its account", examples: ["A-1001"] }),
        }),
      )
      .max(MOST_CARDS)
      .meta({ description: "Their cards, by reference", examples: [[CARD_EXAMPLE]] }),
  })
  .meta({ id: "LinkedUser", description: "Somebody who was invited to link their account" });
export type LinkedUser = z.infer<typeof linkedUserSchema>;

/** Linked users on one page. */
const MOST_USERS = 100;

/** `GET /api/v1/linked-users`: its parameters. */
export const listLinkedUsersSchema = z.strictObject({
  external_reference: text(200)
    .optional()
    .meta({ description: "Only whom you know by this name", examples: ["customer-1"] }),
  ...listParameters(MOST_USERS),
});

/** One page of linked users, newest first. */
export const linkedUserPageSchema = z
  .object({
    linked_users: z
      .array(linkedUserSchema)
      .max(MOST_USERS)
      .meta({ description: "Newest first", examples: [[]] }),
    next_cursor: nextCursor,
  })
  .meta({ id: "LinkedUserPage", description: "One page of linked users, newest first" });

/** A linked user's token. It acts as the customer. */
export const tokenSchema = z
  .object({
    token: stored(4_096).meta({
      description: "Acts as the customer: keep it like a password",
      examples: ["the-token-of-the-bank"],
    }),
    granted_at: time.nullable().meta({
      description: "When the bank told us of it; null where only its revocation came",
      examples: [EXAMPLE.time],
    }),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .max(64)
      .meta({
        description: "SHA-256 of the token",
        examples: ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
      }),
  })
  .meta({ id: "Token", description: "A linked user's newest active token" });

/** The answer to a wrong request: RFC 9457. */
export const problemSchema = z
  .object({
    type: stored(100).meta({
      description: "Names the problem; there is nothing to fetch",
      examples: ["urn:anytime-connect:invalid"],
    }),
    title: stored(200).meta({
      description: "The problem in a few words",
      examples: ["Some fields are wrong"],
    }),
    status: whole
      .min(400)
      .max(599)
      .meta({ format: "int32", description: "The status of the answer", examples: [422] }),
    detail: stored(1_000).meta({ description: "What to do", examples: ["See `errors`."] }),
    errors: z
      .array(
        z.object({
          field: stored(200).meta({ description: "The field, parameter or header", examples: ["email"] }),
          message: stored(1_000).meta({
            description: "What is wrong with it",
            examples: ["Invalid email address"],
          }),
        }),
      )
      .max(100)
      .optional()
      .meta({
        description: "What is wrong with which field",
        examples: [[{ field: "email", message: "Invalid email address" }]],
      }),
  })
  .meta({ id: "Problem", description: "What is wrong with a request (RFC 9457)" });
export type Problem = z.infer<typeof problemSchema>;
