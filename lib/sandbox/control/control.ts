import { z } from "zod";
import type { JsonAnswer } from "../http/json-answer";
import { type Actions, type Controlled, notFound } from "./action";
import { MACHINERY } from "./machinery";
import { PAYMENTS } from "./payments";
import { READS } from "./reads";
import { TOKENS } from "./tokens";

const WRITES: Actions = { ...TOKENS, ...PAYMENTS, ...MACHINERY };

/** Answers one request to `/control/…`; a sentence says what is wrong with it. */
export async function control(
  on: Controlled,
  name: string,
  method: string,
  input: unknown,
): Promise<JsonAnswer> {
  const [actions, others] = method === "GET" ? [READS, WRITES] : [WRITES, READS];
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    if (!Object.hasOwn(others, name)) return notFound(`There is no /control/${name}.`);
    return { status: 405, body: { error: "Reads are GET, the rest is POST." } };
  }
  try {
    return await action(on, input);
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof Error) return { status: 400, body: { error: error.message } };
    throw error;
  }
}
