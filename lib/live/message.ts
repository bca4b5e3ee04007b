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
