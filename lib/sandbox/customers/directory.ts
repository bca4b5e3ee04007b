import { didYouMean } from "../text/suggest";
import type { Customer } from "./customer";
import { PEOPLE_OF_THE_BANK } from "./people";

/** The bank's customers: those that it always has, and those of personas that were loaded. */
export class Directory {
  /** @param added changed in place */
  constructor(private readonly added: Customer[]) {}

  all(): readonly Customer[] {
    return [...PEOPLE_OF_THE_BANK, ...this.added];
  }

  /** @throws Error with a sentence if there is no such customer */
  find(id: string): Customer {
    const found = this.all().find((customer) => customer.id === id);
    if (found !== undefined) return found;
    const ids = this.all().map((customer) => customer.id);
    throw new Error(
      `No customer is called ${id}.${didYouMean(id, ids)} The customers are ${ids.join(", ")}.`,
    );
  }

  /**
   * Adds a customer, or replaces one that was added before.
   *
   * @throws Error with a sentence if the id, the account or a card is somebody else's
   */
  add(customer: Customer): void {
    const index = this.added.findIndex(({ id }) => id === customer.id);
    const others = this.all().filter((each) => each !== this.added[index]);
    const refs = new Set(customer.cards.map(({ ref }) => ref));
    const taken = others.find(
      (each) =>
        each.id === customer.id ||
        each.email === customer.email ||
        each.accId === customer.accId ||
        each.cards.some(({ ref }) => refs.has(ref)),
    );
    if (taken !== undefined)
      throw new Error(`${customer.id} has the id, e-mail, account or card of ${taken.id}: give it others.`);
    if (index < 0) this.added.push(customer);
    else this.added[index] = customer;
  }
}
