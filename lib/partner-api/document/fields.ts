import { z } from "zod";
import { isStorableText } from "@/lib/anytime/body/storable";

/** A time in an answer. */
export const time = z.iso.datetime({ offset: true }).max(40);
/** An id of ours. */
export const id = z.uuid().max(36);
/** Text of ours in an answer: it was checked when it came in. */
export const stored = (most: number) => z.string().max(most);
/** Text of a client, of characters that can be kept. */
export const keepable = (most: number, canBeKept: (text: string) => boolean) =>
  z.string().trim().min(1).max(most).refine(canBeKept, { error: "has characters that cannot be kept" });
/** Text to compare with what is stored: Postgres takes no other. */
export const comparable = (most: number) => keepable(most, isStorableText);
/** Decimal text: amounts keep the digits that the bank wrote. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .max(60);

/** Ids of examples. */
export const EXAMPLE = {
  user: "019ac0de-1111-7abc-8def-0123456789ab",
  session: "019ac0de-2222-7abc-8def-0123456789ab",
  card: "019ac0de-3333-7abc-8def-0123456789ab",
  transaction: "019ac0de-4444-7abc-8def-0123456789ab",
  merchant: "019ac0de-5555-7abc-8def-0123456789ab",
  time: "2026-11-26T12:00:00.000Z",
  cursor: "WzIsImtleSIsbnVsbCxudWxsXQ",
} as const;

/** Whom something is about, by our id and the partner's own. */
export const ownerSchema = z.object({
  id: id.meta({ description: "The linked user's id", examples: [EXAMPLE.user] }),
  external_reference: stored(200)
    .nullable()
    .meta({
      description: "Your own id for them, as it is now; null if they have none",
      examples: ["customer-1"],
    }),
});
export const OWNER_EXAMPLE = { id: EXAMPLE.user, external_reference: "customer-1" };

/** The parameters that all lists have. */
export const listParameters = (most: number) => ({
  cursor: z
    .string()
    .max(300)
    .optional()
    .meta({
      description: "`next_cursor` of the page before, with the same filters",
      examples: [EXAMPLE.cursor],
    }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(50)
    .meta({ format: "int32", description: "How many to return at most", examples: [50] }),
});

export const nextCursor = stored(300)
  .nullable()
  .meta({ description: "Where the next page begins; null if this is the last", examples: [EXAMPLE.cursor] });
