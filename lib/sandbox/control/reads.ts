import { WHAT_THEY_DO } from "../customers/what-they-do";
import { FAULT_MEANINGS } from "../notify/faults";
import { type Actions, ok } from "./action";

/** What the control door tells. */
export const READS: Actions = {
  customers: ({ bank }) =>
    ok(
      bank.customers().map(({ id, name, email, script, accId, cardRefs, cards }) => ({
        id,
        name,
        email,
        does: WHAT_THEY_DO.en[script],
        accId,
        cardRefs,
        cards,
        balance: bank.ledger.balance(accId),
        granted: bank.hasGrant(id),
      })),
    ),
  requests: ({ bank }) => ok(bank.requests()),
  calls: ({ api }) => ok(api.calls),
  keys: ({ api }) => ok(api.keys.list()),
  api: ({ api }) => ok(api.settings),
  fault: ({ bank }) => ok({ active: bank.faultMode, faults: FAULT_MEANINGS }),
  clock: ({ bank }) => ok({ now: new Date(bank.clock()).toISOString(), offset: bank.state.clockOffset }),
  spend: ({ bank }) => ok({ rate: bank.spendingRate }),
  idle: async ({ bank }) => {
    await bank.idle();
    return ok({});
  },
};
