import type { Bank } from "../bank";
import { WAITS } from "../notify/faults";
import type { CardMovement } from "../payments/till";
import { parisTime } from "../time/clock";
import { type Persona, personaSchema, shiftTo } from "./persona";

/** What came of loading a persona. */
export interface Loaded {
  readonly customers: readonly string[];
  readonly payments: number;
  readonly pushed: number;
}

/**
 * Adds the people of a persona to the bank, with their past, moved to today.
 *
 * @param push whether the partner is notified of the payments, each with its fault
 * @throws ZodError or Error with a sentence if it is none, or clashes with somebody
 */
export async function loadPersona(bank: Bank, input: unknown, push: boolean): Promise<Loaded> {
  const today = parisTime(new Date(bank.clock())).slice(0, 10);
  const persona = shiftTo(personaSchema.parse(input), today);
  bank.directory.add(persona.customers);
  const now = bank.clock();
  const waiting: Promise<unknown>[] = [];
  let pushed = 0;
  let newest = bank.state.nextTxid - 1;
  for (const { at, fault, ...rest } of persona.payments) {
    const movement = { ...rest, at: Math.min(Date.parse(at), now) };
    bank.ledger.record(movement);
    newest = Math.max(newest, Number(movement.payment.txid) || 0);
    const { cardRef } = movement;
    if (!push || cardRef === null) continue;
    const card: CardMovement = { ...movement, cardRef };
    const sent = bank.notify(card, { fault });
    if (fault !== undefined && WAITS.has(fault)) waiting.push(sent);
    else await sent;
    if (fault !== "lost") pushed += 1;
  }
  await Promise.all(waiting);
  // Later payments must not take the ids of these.
  bank.state.nextTxid = newest + 1;
  return { customers: persona.customers.map(({ id }) => id), payments: persona.payments.length, pushed };
}

/**
 * Customers of the bank with their past, as a file that can be loaded again.
 *
 * @throws Error with a sentence if there is no such customer
 */
export function savePersona(bank: Bank, ids: readonly string[]): Persona {
  const customers = ids.map((id) => bank.directory.find(id));
  const accounts = [...new Set(customers.map(({ accId }) => accId))];
  const payments = accounts
    .flatMap((accId) => bank.ledger.ofAccount(accId))
    .map(({ accId, cardRef, at, payment }) => ({ accId, cardRef, at: new Date(at).toISOString(), payment }));
  const today = parisTime(new Date(bank.clock())).slice(0, 10);
  return { about: `Saved from the simulated bank on ${today}`, today, customers: [...customers], payments };
}
