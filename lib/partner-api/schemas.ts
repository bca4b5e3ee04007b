import { z } from "zod";
import { hasDirections } from "@/lib/anytime/values/visible-text";
import { id, stored, time } from "./fields";

/** Text that can be stored and shown: no control characters, no half of a surrogate pair. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !hasDirections(value) && value.isWellFormed(), {
      error: "has characters that cannot be kept",
    });

const language = z.enum(["en", "fr"]);
/** A whole number, which the document describes as clients keep it. */
const whole = z.int().meta({ format: "int32" });

/** `POST /api/v1/connect-sessions`. */
export const createConnectSessionSchema = z
  .strictObject({
    external_reference: text(200).meta({ description: "Your own id for this user, unique on your site" }),
    name: text(200).meta({ description: "Shown masked on the connect page, and in full to your staff" }),
    email: z.email().max(254).optional(),
    language: language
      .optional()
      .meta({ description: "Language of the connect page; the browser's language if absent" }),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .meta({
        description:
          "Where the page leads after connecting; must belong to the return origin in the site's settings",
      }),
    expires_in_days: whole
      .min(1)
      .max(90)
      .meta({ format: "int32", description: "As in the site's settings where absent" })
      .optional(),
  })
  .meta({ id: "CreateConnectSession" });
export type CreateConnectSession = z.infer<typeof createConnectSessionSchema>;

const sessionFields = {
  id,
  state: z.enum(["created", "opened", "completed", "cancelled", "expired"]),
  created_at: time,
  expires_at: time,
  completed_at: time.nullable(),
  linked_user: z.object({
    id,
    external_reference: stored(200).nullable(),
    state: z.enum(["invited", "connecting", "active", "revoked"]),
  }),
};

/** A connect link and its progress. */
export const connectSessionSchema = z.object(sessionFields).meta({ id: "ConnectSession" });
export type ConnectSession = z.infer<typeof connectSessionSchema>;

/** The same on creation, with what is returned only then. */
export const createdConnectSessionSchema = z
  .object({
    ...sessionFields,
    url: z
      .url()
      .max(2_000)
      .meta({ description: "The connect link: send it to this person, and to nobody else" }),
    custom_reference: z
      .string()
      .max(255)
      .meta({ description: "For `data-custom-ref`, to show the bank's button on your own page" }),
  })
  .meta({ id: "CreatedConnectSession" });
export type CreatedConnectSession = z.infer<typeof createdConnectSessionSchema>;

/** Cards of one linked user in an answer, by their reference. */
export const MOST_CARDS = 1_000;

/** Somebody who was invited to link their account. */
export const linkedUserSchema = z
  .object({
    id,
    external_reference: stored(200).nullable(),
    name: stored(200),
    email: stored(254).nullable(),
    state: sessionFields.linked_user.shape.state,
    created_at: time,
    linked_at: time.nullable(),
    last_transaction_at: time.nullable(),
    cards: z.array(z.object({ card_ref: stored(200), acc_id: stored(200) })).max(MOST_CARDS),
  })
  .meta({ id: "LinkedUser" });
export type LinkedUser = z.infer<typeof linkedUserSchema>;

/** Linked users on one page. */
const MOST_USERS = 100;

/** `GET /api/v1/linked-users`: its parameters. */
export const listLinkedUsersSchema = z.strictObject({
  external_reference: text(200).optional().meta({ description: "Only whom you know by this name" }),
  cursor: z.string().max(200).optional().meta({ description: "`next_cursor` of the page before" }),
  limit: z.coerce.number().int().min(1).max(MOST_USERS).default(50).meta({ format: "int32" }),
});

/** One page of linked users, newest first. */
export const linkedUserPageSchema = z
  .object({ linked_users: z.array(linkedUserSchema).max(MOST_USERS), next_cursor: stored(200).nullable() })
  .meta({ id: "LinkedUserPage" });

/** A linked user's token. It acts as the customer. */
export const tokenSchema = z
  .object({
    token: stored(4_096),
    granted_at: time.nullable(),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .max(64)
      .meta({ description: "SHA-256" }),
  })
  .meta({ id: "Token" });

/** The answer to a wrong request: RFC 9457. */
export const problemSchema = z
  .object({
    type: stored(100),
    title: stored(200),
    status: whole.min(400).max(599).meta({ format: "int32" }),
    detail: stored(1_000),
    errors: z
      .array(z.object({ field: stored(200), message: stored(1_000) }))
      .max(100)
      .optional()
      .meta({ description: "What is wrong with which field" }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
