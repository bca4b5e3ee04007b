import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Bank } from "../bank";
import { PASSWORD } from "../customers/people";
import type { JsonAnswer } from "../http/json-answer";

const AFTER_BROWSER_MS = 150;
const LATE_MS = 4_000;
const REVOKE_MS = 60_000;

const signInSchema = z.object({ email: z.string(), password: z.string() });
const acceptSchema = z.object({ session: z.string(), reference: z.string().max(255) });

/** The two questions of the pop-up: who are you, and do you accept. */
export function createSignIn(bank: Bank) {
  const sessions = new Map<string, string>();
  return {
    signIn: (input: unknown): JsonAnswer => {
      const asked = signInSchema.safeParse(input);
      if (!asked.success) return { status: 400, body: { error: "request" } };
      const { email, password } = asked.data;
      const customer = bank.customers().find((each) => each.email === email.trim().toLowerCase());
      if (customer === undefined || password !== PASSWORD || customer.script === "wrong") {
        return { status: 401, body: { error: "wrong" } };
      }
      if (customer.script === "error") return { status: 500, body: { error: "technical" } };
      const session = randomBytes(16).toString("hex");
      sessions.set(session, customer.id);
      return { status: 200, body: { session, script: customer.script } };
    },
    accept: async (input: unknown): Promise<JsonAnswer> => {
      const asked = acceptSchema.safeParse(input);
      if (!asked.success) return { status: 400, body: { error: "request" } };
      const { session, reference } = asked.data;
      const customer = bank.customers().find((each) => each.id === sessions.get(session));
      if (customer === undefined) return { status: 403, body: { error: "session" } };
      sessions.delete(session);
      const token = bank.makeToken(customer.id, reference);
      const send = () => void bank.sendCreated(token);
      if (customer.script === "early") await bank.sendCreated(token);
      else if (customer.script === "late" || customer.script === "unheard") bank.later(LATE_MS, send);
      else if (customer.script !== "lost") bank.later(AFTER_BROWSER_MS, send);
      if (customer.script === "silent") bank.later(REVOKE_MS, () => bank.revoke(customer.id, true));
      if (customer.script === "revoker") bank.later(REVOKE_MS, () => bank.revoke(customer.id));
      return { status: 200, body: { token } };
    },
  };
}
