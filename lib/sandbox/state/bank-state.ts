import { z } from "zod";
import { customerSchema } from "../customers/customer";
import { grantSchema } from "../customers/grants";

/** The state that must survive a restart, but for the books. */
export const bankStateSchema = z.object({
  grants: z.array(grantSchema),
  nextTxid: z.number().int(),
  /** The partner's public keys, as PEM. */
  keys: z.array(z.string()).default([]),
  /** How far the bank's clock is ahead of the machine's, in milliseconds. */
  clockOffset: z.number().default(0),
  /** Customers of personas that were loaded. */
  added: z.array(customerSchema).default([]),
});
export type BankState = z.infer<typeof bankStateSchema>;

/** An empty bank. */
export function emptyState(): BankState {
  return { grants: [], nextTxid: 11_111_111_112, keys: [], clockOffset: 0, added: [] };
}
