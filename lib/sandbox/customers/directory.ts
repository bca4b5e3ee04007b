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
   * Adds customers, or replaces those that were added before. They may share an account with each other.
   *
   * @throws Error with a sentence if an id, an account or a card is somebody else's
   */
  add(customers: readonly Customer[]): void {
    const ids = new Set(customers.map(({ id }) => id));
    const kept = this.added.filter(({ id }) => !ids.has(id));
    const before: Customer[] = [];
    for (const customer of customers) {
      const strangers = [...PEOPLE_OF_THE_BANK, ...kept];
      const taken =
        strangers.find((each) => each.accId === customer.accId) ??
        [...strangers, ...before].find((each) => isLike(each, customer));
      if (taken !== undefined)
        throw new Error(`${customer.id} has the id, e-mail, account or card of ${taken.id}: give it others.`);
      before.push(customer);
    }
    this.added.splice(0, this.added.length, ...kept, ...customers);
  }
}

function isLike(left: Customer, right: Customer): boolean {
  const refs = new Set(right.cards.map(({ ref }) => ref));
  return left.id === right.id || left.email === right.email || left.cards.some(({ ref }) => refs.has(ref));
}
