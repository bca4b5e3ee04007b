import { z } from "zod";

/** What can go wrong with the API on purpose. */
export const API_TROUBLES = [
  "none",
  "error",
  "timeout",
  "malformed",
  "bad-hash",
  "redirect",
  "drop",
  "hang",
] as const;

/** How the API behaves; each part can be changed while it runs. */
export const apiSettingsSchema = z.strictObject({
  /** Before each answer. */
  latencyMs: z.number().int().min(0).max(120_000).optional(),
  trouble: z.enum(API_TROUBLES).optional(),
  /** Only every n-th call has the trouble. */
  every: z.number().int().min(1).max(10_000).optional(),
  /** Calls that one token may make. */
  ratePerSecond: z.number().min(0.01).max(100_000).optional(),
  /** Which callers are allowed; none given allows all. */
  addresses: z.array(z.string()).optional(),
  /** Whether amounts are JSON numbers and not texts. */
  numbers: z.boolean().optional(),
});
type Changes = z.infer<typeof apiSettingsSchema>;
export type ApiSettings = { [Name in keyof Changes]-?: Exclude<Changes[Name], undefined> };

export const USUAL: ApiSettings = {
  latencyMs: 0,
  trouble: "none",
  every: 1,
  ratePerSecond: 20,
  addresses: [],
  numbers: false,
};
