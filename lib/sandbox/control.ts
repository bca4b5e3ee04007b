import { z } from "zod";
import type { Bank } from "./bank";
import { CUSTOMERS } from "./customers";
import { FAULTS } from "./faults";

/** The answer of an endpoint of the bank. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

const customer = z.enum(CUSTOMERS.map(({ id }) => id));
const texts = z.record(z.string(), z.string()).optional();
const ok = (body: unknown): JsonAnswer => ({ status: 200, body });

/** On loopback, every request comes from the allowed address. */
function explainFault({ input }: { input: unknown }): string | undefined {
  return input === "wrong-address"
    ? "A wrong address cannot be faked on loopback: change the allowed addresses in the dashboard instead."
    : undefined;
}

/** The operations for the studio, the command line and tests, by name. */
const ACTIONS: Readonly<Record<string, (bank: Bank, input: unknown) => JsonAnswer | Promise<JsonAnswer>>> = {
  customers: (bank) =>
    ok(
      CUSTOMERS.map(({ id, name, email, accId, cardRefs }) => ({
        id,
        name,
        email,
        accId,
        cardRefs,
        granted: bank.hasGrant(id),
      })),
    ),
  requests: (bank) => ok(bank.requests()),
  idle: async (bank) => {
    await bank.idle();
    return ok({});
  },
  grants: (bank, input) => {
    const { customer: id, customReference } = z
      .strictObject({ customer, customReference: z.string().max(255) })
      .parse(input);
    void bank.grant(id, customReference);
    return ok({});
  },
  revoke: (bank, input) => ok({ revoked: bank.revoke(z.strictObject({ customer }).parse(input).customer) }),
  pay: (bank, input) => {
    const { customer: id, set } = z.strictObject({ customer, set: texts }).parse(input);
    return ok({ txid: bank.pay(id, set) });
  },
  settle: (bank, input) => {
    const settled = bank.settle(z.strictObject({ txid: z.string() }).parse(input).txid);
    return settled ? ok({}) : { status: 404, body: { error: "No authorised payment has this txid." } };
  },
  spend: (bank, input) => {
    const { rate, customers } = z
      .strictObject({ rate: z.number().min(0).max(1_000), customers: z.array(customer).optional() })
      .parse(input);
    bank.spend({ ratePerSecond: rate, customers });
    return ok({});
  },
  backfill: async (bank, input) => {
    const asked = z
      .strictObject({
        days: z.number().int().min(1).max(400),
        perDay: z.number().min(0).max(10_000),
        customers: z.array(customer).optional(),
      })
      .parse(input);
    return ok({ payments: await bank.backfill(asked) });
  },
  trigger: async (bank, input) => {
    const asked = z
      .strictObject({
        event: z.enum(["token_created", "token_revoked", "card_transaction_received"]),
        set: texts,
        fault: z.enum(FAULTS, { error: explainFault }).optional(),
        encoding: z.enum(["form", "json", "multipart"]).optional(),
      })
      .parse(input);
    return ok(await bank.trigger(asked));
  },
};
const READS = new Set(["customers", "requests", "idle"]);

/** Answers one request to `/control/…`; a sentence says what is wrong with it. */
export async function control(bank: Bank, name: string, method: string, input: unknown): Promise<JsonAnswer> {
  const action = ACTIONS[name];
  if (action === undefined) return { status: 404, body: { error: `There is no /control/${name}.` } };
  if (READS.has(name) !== (method === "GET"))
    return { status: 405, body: { error: "Reads are GET, the rest is POST." } };
  try {
    return await action(bank, input);
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof Error) return { status: 400, body: { error: error.message } };
    throw error;
  }
}
