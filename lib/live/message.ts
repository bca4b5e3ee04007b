import * as z from "zod/mini";

/** The cookie in which a browser says what it was told of last, if lists are read from a replica. */
export const HEARD_COOKIE = "anytime-heard";

/** A message to a browser over the live stream; `reset` means that it missed something and must reload its data. */
export const liveMessageSchema = z.object({
  id: z.string(),
  kind: z.enum([
    "transaction",
    "delivery",
    "card",
    "token",
    "linked_user",
    "connect_session",
    "job",
    "merchant",
    "reset",
  ]),
  siteId: z.string(),
  entityId: z.string(),
  row: z.optional(z.unknown()),
  /** Where the primary's log was when this was read, if lists are read from a replica. */
  at: z.optional(z.string()),
});

export type LiveMessage = z.infer<typeof liveMessageSchema>;
export type LiveMessageKind = LiveMessage["kind"];

/** The state of a stream at its start and at each beat: whether changes reach it now. */
export const beatSchema = z.object({ following: z.boolean() });
export type Beat = z.infer<typeof beatSchema>;
