import { z } from "zod";

/** A message to a browser over the live stream; `reset` means that it missed something and must reload its data. */
export const liveMessageSchema = z.object({
  id: z.string(),
  kind: z.enum(["transaction", "delivery", "card", "token", "linked_user", "connect_session", "reset"]),
  siteId: z.string(),
  entityId: z.string(),
  row: z.unknown().optional(),
});

export type LiveMessage = z.infer<typeof liveMessageSchema>;
export type LiveMessageKind = LiveMessage["kind"];

/** The state of a stream at its start and at each beat: whether changes reach it now. */
export const beatSchema = z.object({ following: z.boolean() });
export type Beat = z.infer<typeof beatSchema>;
