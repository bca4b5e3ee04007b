import { z } from "zod";

/** What a browser is told over the live feed; `reset` means that it missed something and reloads its data. */
export const liveMessageSchema = z.object({
  id: z.string(),
  kind: z.enum(["transaction", "delivery", "card", "token", "linked_user", "connect_session", "reset"]),
  siteId: z.string(),
  entityId: z.string(),
  row: z.unknown().optional(),
});

export type LiveMessage = z.infer<typeof liveMessageSchema>;
export type LiveMessageKind = LiveMessage["kind"];

/** What a stream says of itself at its start and at each beat: whether it would be told of a change now. */
export const beatSchema = z.object({ following: z.boolean() });
export type Beat = z.infer<typeof beatSchema>;
