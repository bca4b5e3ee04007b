import { z } from "zod";
import { CHARSETS, ENCODINGS, FAULTS } from "../notify/faults";
import { EVENTS } from "../notify/trigger";
import { type Actions, customer, notFound, ok, texts } from "./action";

/** Payments, and events by hand. */
export const PAYMENTS: Actions = {
  pay: ({ bank }, input) => {
    const asked = z.strictObject({ customer, set: texts, lost: z.boolean().optional() }).parse(input);
    return ok({ txid: bank.pay(asked.customer, asked.set, { lost: asked.lost }) });
  },
  settle: ({ bank }, input) => {
    const { txid, ...how } = z
      .strictObject({
        txid: z.string(),
        anew: z.boolean().optional(),
        amount: z
          .string()
          .regex(/^\d{1,9}\.\d\d$/, "an amount is written 12.50")
          .optional(),
        lost: z.boolean().optional(),
      })
      .parse(input);
    const settled = bank.settle(txid, how);
    return settled === undefined ? notFound("No authorised payment has this txid.") : ok({ txid: settled });
  },
  spend: ({ bank }, input) => {
    bank.spend(
      z
        .strictObject({
          rate: z.union([z.number().min(0).max(5_000), z.literal("max")]),
          customers: z.array(customer).optional(),
        })
        .parse(input),
    );
    return ok({});
  },
  backfill: async ({ bank }, input) => {
    const asked = z
      .strictObject({
        days: z.number().min(0).max(400),
        perDay: z.number().min(0).max(10_000),
        customers: z.array(customer).optional(),
        lost: z.boolean().optional(),
      })
      .parse(input);
    return ok({ payments: await bank.backfill(asked) });
  },
  ledger: ({ bank }, input) => {
    const { accId } = bank.directory.find(z.strictObject({ customer }).parse(input).customer);
    return ok({ balance: bank.ledger.balance(accId), movements: bank.ledger.ofAccount(accId) });
  },
  trigger: async ({ bank }, input) => {
    const asked = z
      .strictObject({
        event: z.enum(EVENTS),
        customer: customer.optional(),
        set: texts,
        fault: z.enum(FAULTS).optional(),
        encoding: z.enum(ENCODINGS).optional(),
        charset: z.enum(CHARSETS).optional(),
      })
      .parse(input);
    return ok(await bank.trigger(asked));
  },
  replay: async ({ bank }, input) => {
    const { contentType, body } = z
      .strictObject({ contentType: z.string().max(200), body: z.base64() })
      .parse(input);
    return ok(await bank.replay(contentType, Buffer.from(body, "base64")));
  },
};
