import * as z from "zod/mini";
import { transactionRowSchema } from "@/lib/cards/transactions/transaction-row-schema";

/** What the server finds for the palette. */
export const foundSchema = z.object({
  users: z.array(
    z.object({
      id: z.string(),
      siteId: z.string(),
      name: z.string(),
      email: z.nullable(z.string()),
      externalReference: z.nullable(z.string()),
    }),
  ),
  merchants: z.array(z.object({ id: z.string(), siteId: z.string(), name: z.string() })),
  payments: z.array(transactionRowSchema),
  cards: z.array(
    z.object({
      id: z.string(),
      siteId: z.string(),
      cardRef: z.string(),
      accId: z.string(),
      userName: z.nullable(z.string()),
    }),
  ),
  deliveries: z.array(
    z.object({
      id: z.string(),
      siteId: z.string(),
      eventName: z.nullable(z.string()),
      receivedAt: z.string(),
    }),
  ),
});
export type Found = z.infer<typeof foundSchema>;

export const NOTHING: Found = { users: [], merchants: [], payments: [], cards: [], deliveries: [] };
