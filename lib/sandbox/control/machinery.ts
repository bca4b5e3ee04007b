import { z } from "zod";
import { SCRIPT_TROUBLES } from "../connect/script-trouble";
import { FAULTS } from "../notify/faults";
import { loadPersona, savePersona } from "../personas/load";
import { makePersona } from "../personas/make";
import { parisTime } from "../time/clock";
import { type Actions, customer, ok } from "./action";

/** A burst is one action, not a state. */
const MODES = FAULTS.filter((fault) => fault !== "burst") as [(typeof FAULTS)[0], ...typeof FAULTS];

/** The bank itself: its clock, its faults, its people, and where it sends. */
export const MACHINERY: Actions = {
  fault: ({ bank }, input) => {
    const { fault, next } = z
      .strictObject({
        fault: z.enum(MODES).nullable(),
        next: z.number().int().min(1).max(1_000_000).optional(),
      })
      .parse(input);
    bank.faultMode = fault === null ? null : { fault, left: next ?? null };
    return ok({ active: bank.faultMode });
  },
  script: ({ bank }, input) => {
    const { trouble, next } = z
      .strictObject({
        trouble: z.enum(SCRIPT_TROUBLES).nullable(),
        next: z.number().int().min(1).max(1_000).optional(),
      })
      .parse(input);
    bank.script.set(trouble, next);
    return ok({});
  },
  clock: ({ bank }, input) => {
    const asked = z
      .union([
        z.strictObject({ at: z.iso.datetime({ offset: true }) }),
        z.strictObject({ by: z.number().min(-3_200_000_000).max(3_200_000_000) }),
        z.strictObject({ reset: z.literal(true) }),
      ])
      .parse(input);
    const now = bank.clock();
    const { clockOffset } = bank.state;
    const offset =
      "at" in asked
        ? clockOffset + Date.parse(asked.at) - now
        : "by" in asked
          ? clockOffset + asked.by * 1_000
          : 0;
    const settled = bank.setClock(Math.round(offset));
    return ok({ now: new Date(bank.clock()).toISOString(), offset: bank.state.clockOffset, settled });
  },
  webhook: ({ bank }, input) => {
    const { url } = z.strictObject({ url: z.url({ protocol: /^https?$/ }).nullable() }).parse(input);
    bank.redirect(url);
    return ok({});
  },
  "load-persona": async ({ bank }, input) => {
    const { persona, push } = z
      .strictObject({ persona: z.unknown(), push: z.boolean().optional() })
      .parse(input);
    return ok(await loadPersona(bank, persona, push ?? false));
  },
  "make-persona": async ({ bank }, input) => {
    const { push, ...wish } = z
      .strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
        name: z.string().min(1).max(80).optional(),
        seed: z.number().int().min(0).max(4_294_967_295).default(1),
        days: z.number().int().min(1).max(1_500).default(365),
        perDay: z.number().min(0).max(50).default(2),
        faults: z.array(z.enum(FAULTS)).default([]),
        push: z.boolean().optional(),
      })
      .parse(input);
    const today = parisTime(new Date(bank.clock())).slice(0, 10);
    const persona = makePersona({ ...wish, name: wish.name ?? wish.id, today });
    return ok(await loadPersona(bank, persona, push ?? false));
  },
  "save-persona": ({ bank }, input) => {
    const { customers } = z.strictObject({ customers: z.array(customer).min(1) }).parse(input);
    return ok(savePersona(bank, customers));
  },
};
