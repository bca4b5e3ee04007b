import { z } from "zod";
import type { Api } from "../api/api";
import { apiSettingsSchema } from "../api/settings";
import type { Bank } from "../bank";
import { CUSTOMERS } from "../customers/customers";
import { TOKEN_CHANGES } from "../customers/grants";
import type { JsonAnswer } from "../http/json-answer";
import { FAULTS } from "../notify/faults";

/** What the control door works on. */
export interface Controlled {
  readonly bank: Bank;
  readonly api: Api;
}

type Action = (on: Controlled, input: unknown) => JsonAnswer | Promise<JsonAnswer>;

const customer = z.enum(CUSTOMERS.map(({ id }) => id));
const texts = z.record(z.string(), z.string()).optional();
const ok = (body: unknown): JsonAnswer => ({ status: 200, body });
const notFound = (error: string): JsonAnswer => ({ status: 404, body: { error } });

/** On loopback, every request comes from the allowed address. */
function explainFault({ input }: { input: unknown }): string | undefined {
  return input === "wrong-address"
    ? "A wrong address cannot be faked on loopback: change the allowed addresses in the dashboard instead."
    : undefined;
}

const READS: Readonly<Record<string, Action>> = {
  customers: ({ bank }) =>
    ok(
      CUSTOMERS.map(({ id, name, email, script, accId, cardRefs, cards }) => ({
        id,
        name,
        email,
        script,
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
  idle: async ({ bank }) => {
    await bank.idle();
    return ok({});
  },
};

const TOKENS: Readonly<Record<string, Action>> = {
  grants: ({ bank }, input) => {
    const { customer: id, customReference } = z
      .strictObject({ customer, customReference: z.string().max(255) })
      .parse(input);
    void bank.grant(id, customReference);
    return ok({});
  },
  revoke: ({ bank }, input) => {
    const { customer: id, lost } = z.strictObject({ customer, lost: z.boolean().optional() }).parse(input);
    return ok({ revoked: bank.revoke(id, lost) });
  },
  token: ({ bank }, input) => {
    const { customer: id, change } = z.strictObject({ customer, change: z.enum(TOKEN_CHANGES) }).parse(input);
    return ok({ changed: bank.grants.change(id, change) });
  },
};

const PAYMENTS: Readonly<Record<string, Action>> = {
  pay: ({ bank }, input) => {
    const asked = z.strictObject({ customer, set: texts, lost: z.boolean().optional() }).parse(input);
    return ok({ txid: bank.pay(asked.customer, asked.set, { lost: asked.lost }) });
  },
  settle: ({ bank }, input) => {
    const { txid, ...how } = z
      .strictObject({ txid: z.string(), anew: z.boolean().optional(), lost: z.boolean().optional() })
      .parse(input);
    const settled = bank.settle(txid, how);
    return settled === undefined ? notFound("No authorised payment has this txid.") : ok({ txid: settled });
  },
  spend: ({ bank }, input) => {
    const { rate, customers } = z
      .strictObject({ rate: z.number().min(0).max(1_000), customers: z.array(customer).optional() })
      .parse(input);
    bank.spend({ ratePerSecond: rate, customers });
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
    const id = z.strictObject({ customer }).parse(input).customer;
    const accId = CUSTOMERS.find((each) => each.id === id)?.accId ?? "";
    const { ledger } = bank;
    return ok({ balance: ledger.balance(accId), movements: ledger.ofAccount(accId) });
  },
  trigger: async ({ bank }, input) => {
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

const API: Readonly<Record<string, Action>> = {
  "register-key": ({ api }, input) => {
    const { publicKey } = z.strictObject({ publicKey: z.string().max(10_000) }).parse(input);
    return ok(api.keys.register(publicKey));
  },
  "forget-key": ({ api }, input) => {
    const { fingerprint } = z.strictObject({ fingerprint: z.string() }).parse(input);
    return api.keys.forget(fingerprint) ? ok({}) : notFound("No key has this fingerprint.");
  },
  api: ({ api }, input) => ok(Object.assign(api.settings, apiSettingsSchema.parse(input))),
};

/** The operations for the studio, the command line and tests, by name. */
const WRITES: Readonly<Record<string, Action>> = { ...TOKENS, ...PAYMENTS, ...API };

/** Answers one request to `/control/…`; a sentence says what is wrong with it. */
export async function control(
  on: Controlled,
  name: string,
  method: string,
  input: unknown,
): Promise<JsonAnswer> {
  const read = Object.hasOwn(READS, name) ? READS[name] : undefined;
  const action = read ?? (Object.hasOwn(WRITES, name) ? WRITES[name] : undefined);
  if (action === undefined) return notFound(`There is no /control/${name}.`);
  if ((read !== undefined) !== (method === "GET"))
    return { status: 405, body: { error: "Reads are GET, the rest is POST." } };
  try {
    return await action(on, input);
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof Error) return { status: 400, body: { error: error.message } };
    throw error;
  }
}
