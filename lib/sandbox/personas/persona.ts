import { z } from "zod";
import { customerSchema } from "../customers/customer";
import { FAULTS } from "../notify/faults";
import { bankPaymentSchema } from "../payments/bank-payment";

const DAY_MS = 86_400_000;
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, "a day is written 2026-01-31");

/** A person with accounts, cards, and a history of payments, some of them with a fault. */
export const personaSchema = z.strictObject({
  /** For whoever reads the file. */
  about: z.string().max(500).optional(),
  /** The day that the file calls today: its dates move by what has passed since. */
  today: day,
  customers: z.array(customerSchema).min(1).max(20),
  payments: z
    .array(
      z.strictObject({
        accId: z.string(),
        /** None for a transfer. */
        cardRef: z.string().nullable(),
        /** When it happened, in ISO 8601. */
        at: z.iso.datetime({ offset: true }),
        /** How its notification goes wrong when the persona is pushed. */
        fault: z.enum(FAULTS).optional(),
        payment: bankPaymentSchema,
      }),
    )
    .max(20_000),
});
export type Persona = z.infer<typeof personaSchema>;

/** Moves the dates of a persona, so that its last day is another. */
export function shiftTo(persona: Persona, today: string): Persona {
  const days = Math.round((Date.parse(today) - Date.parse(persona.today)) / DAY_MS);
  const payments = persona.payments.map(({ at, payment, ...rest }) => ({
    ...rest,
    at: new Date(Date.parse(at) + days * DAY_MS).toISOString(),
    payment: { ...payment, date: shiftText(payment.date, days) },
  }));
  return { ...persona, today, payments };
}

/** A date of the bank, some days later at the same time of day. */
function shiftText(text: string, days: number): string {
  const at = Date.parse(`${text.replace(" ", "T")}Z`);
  if (Number.isNaN(at)) return text;
  return new Date(at + days * DAY_MS).toISOString().slice(0, 19).replace("T", " ");
}
