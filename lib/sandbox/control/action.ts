import { z } from "zod";
import type { Api } from "../api/api";
import type { Bank } from "../bank";
import type { JsonAnswer } from "../http/json-answer";

/** What the control door works on. */
export interface Controlled {
  readonly bank: Bank;
  readonly api: Api;
}

/** One operation of the studio, the command line and tests. It throws with a sentence if it cannot be done. */
export type Action = (on: Controlled, input: unknown) => JsonAnswer | Promise<JsonAnswer>;
export type Actions = Readonly<Record<string, Action>>;

export const customer = z.string().max(40);
export const texts = z.record(z.string(), z.string()).optional();
export const ok = (body: unknown): JsonAnswer => ({ status: 200, body });
export const notFound = (error: string): JsonAnswer => ({ status: 404, body: { error } });
