import * as z from "zod/mini";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { transactionRowSchema } from "@/lib/cards/transactions/transaction-row-schema";
import type { LiveMessage } from "@/lib/live/message";

/** A message as pages hear it. A row that this version does not understand is left out, and its list read again. */
export interface HeardMessage {
  readonly kind: LiveMessage["kind"];
  readonly entityId: string;
  readonly payment?: TransactionRow;
  /** How many payments a job brought. */
  readonly fetched?: number;
}

const fetchedSchema = z.object({ fetched: z.int().check(z.positive()) });

export function hear({ kind, entityId, row }: LiveMessage): HeardMessage {
  if (kind === "transaction") {
    const payment = transactionRowSchema.safeParse(row);
    return { kind, entityId, ...(payment.success ? { payment: payment.data } : {}) };
  }
  if (kind !== "job") return { kind, entityId };
  const brought = fetchedSchema.safeParse(row);
  return { kind, entityId, ...(brought.success ? { fetched: brought.data.fetched } : {}) };
}
