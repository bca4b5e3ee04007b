import { z } from "zod";

/** Text that cannot be stored, or would show differently by reordering what follows. */
const ODD = /[\u202A-\u202E\u2066-\u2069\p{Cc}]/u;

/** Text that can be stored and shown: no control characters, no half of a surrogate pair. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !ODD.test(value) && value.isWellFormed(), {
      error: "has characters that cannot be stored",
    });

const language = z.enum(["en", "fr"]);
const time = z.iso.datetime({ offset: true }).meta({ description: "ISO 8601 with a zone" });

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
    expires_in_days: z.int().min(1).max(90).optional().meta({ description: "The site's setting if absent" }),
  })
  .meta({ id: "CreateConnectSession" });
export type CreateConnectSession = z.infer<typeof createConnectSessionSchema>;

const sessionFields = {
  id: z.uuid(),
  state: z.enum(["created", "opened", "completed", "cancelled", "expired"]),
  created_at: time,
  expires_at: time,
  completed_at: time.nullable(),
  linked_user: z.object({
    id: z.uuid(),
    external_reference: z.string().nullable(),
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
    url: z.url().meta({ description: "The connect link: send it only to this user" }),
    custom_reference: z
      .string()
      .max(255)
      .meta({ description: "For `data-custom-ref`, to show the bank's button on your own page" }),
  })
  .meta({ id: "CreatedConnectSession" });
export type CreatedConnectSession = z.infer<typeof createdConnectSessionSchema>;

/** A user who was invited to link their account. */
export const linkedUserSchema = z
  .object({
    id: z.uuid(),
    external_reference: z.string().nullable(),
    name: z.string(),
    email: z.string().nullable(),
    state: sessionFields.linked_user.shape.state,
    created_at: time,
    linked_at: time.nullable(),
    last_transaction_at: time.nullable(),
    cards: z.array(z.object({ card_ref: z.string(), acc_id: z.string() })),
  })
  .meta({ id: "LinkedUser" });
export type LinkedUser = z.infer<typeof linkedUserSchema>;

/** `GET /api/v1/linked-users`: its parameters. */
export const listLinkedUsersSchema = z.strictObject({
  external_reference: text(200).optional().meta({ description: "Only the user with this id" }),
  cursor: z.string().max(200).optional().meta({ description: "`next_cursor` of the previous page" }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** One page of linked users, newest first. */
export const linkedUserPageSchema = z
  .object({ linked_users: z.array(linkedUserSchema), next_cursor: z.string().nullable() })
  .meta({ id: "LinkedUserPage" });

/** A linked user's token. It acts as the customer. */
export const tokenSchema = z
  .object({
    token: z.string(),
    granted_at: time.nullable(),
    fingerprint: z.string().meta({ description: "SHA-256" }),
  })
  .meta({ id: "Token" });

/** The answer to a wrong request: RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "What is wrong with which field" }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;
