// What goes wrong in the demo, so that warnings and doubtful deliveries have something to show.
import type { Bank } from "@/lib/sandbox/bank";
import type { Trigger } from "@/lib/sandbox/notify/trigger";

const PAYMENT = "card_transaction_received";
/** In this order: a spent pair is that of the one before. */
const IN_TURN: readonly Trigger[] = [
  { event: PAYMENT, fault: "duplicate" },
  { event: PAYMENT, fault: "stale" },
  { event: PAYMENT, fault: "future" },
  { event: PAYMENT, fault: "unknown-event" },
  { event: PAYMENT, fault: "try-2" },
  { event: PAYMENT, fault: "wrong-digits", encoding: "json" },
  { event: PAYMENT, encoding: "json", charset: "iso-8859-1" },
  // A token of a reference that is not ours, and one that the hash alone does not prove.
  { event: "token_created", customer: "sofia", set: { custom_reference: "somebody-elses" } },
  { event: "token_created", customer: "sofia", fault: "spent-pair" },
];
/** Refused, so each is tried three times: at once, not one after another. */
const REFUSED: readonly Trigger[] = [
  { event: PAYMENT, fault: "bad-hash" },
  { event: PAYMENT, fault: "wrong-address" },
  { event: PAYMENT, fault: "wrong-key" },
  { event: PAYMENT, fault: "malformed" },
];

/** Makes trouble: what is in doubt, what is refused, and what the partner never heard of. */
export async function makeTrouble(bank: Bank): Promise<void> {
  for (const trigger of IN_TURN) await bank.trigger(trigger);
  await Promise.all(REFUSED.map((trigger) => bank.trigger(trigger)));
  await bank.backfill({ days: 3, perDay: 3, customers: ["ines"], lost: true });
  bank.revoke("noah", true);
}
