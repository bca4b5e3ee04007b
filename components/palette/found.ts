import "../live/zod-without-eval";
import { z } from "zod";
import { transactionRowSchema } from "@/lib/cards/transactions/transaction-row";

/** What the server finds for the palette. */
export const foundSchema = z.object({
  users: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
      externalReference: z.string().nullable(),
    }),
  ),
  merchants: z.array(z.object({ id: z.string(), name: z.string() })),
  payments: z.array(transactionRowSchema),
  cards: z.array(
    z.object({ id: z.string(), cardRef: z.string(), accId: z.string(), userName: z.string().nullable() }),
  ),
  deliveries: z.array(z.object({ id: z.string(), eventName: z.string().nullable(), receivedAt: z.string() })),
});
export type Found = z.infer<typeof foundSchema>;

export const NOTHING: Found = { users: [], merchants: [], payments: [], cards: [], deliveries: [] };
