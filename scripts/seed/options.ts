import { parseArgs } from "node:util";
import { z } from "zod";

/** What to invent. */
export interface SeedOptions {
  readonly users: number;
  readonly transactions: number;
  readonly sites: number;
  /** How many of the newest payments have the delivery that brought them. */
  readonly deliveries: number;
  /** Whether every payment has its version; without it, only those with a delivery. */
  readonly versions: boolean;
  /** The same seed and end give the same rows, except for ids of sites, deliveries and what is secret or sealed. */
  readonly seed: number;
  readonly until: Date;
  /** Does not ask before it adds to a database that holds data. */
  readonly yes: boolean;
}

export const USAGE = `npm run seed -- --users N --transactions N [--sites N] [--deliveries N] [--versions]
                [--seed N] [--until 2026-11-26T12:00:00Z] [--yes]

Fills a database with invented people and payments of two years: the one of DATABASE_URL, or the embedded one
of DATA_DIR, with the secrets of \`npm run demo\` there.`;

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const schema = z.object({
  users: whole(1, 5_000_000),
  transactions: whole(0, 200_000_000),
  sites: whole(1, 50).default(1),
  deliveries: whole(0, 1_000_000).default(20_000),
  versions: z.boolean().default(false),
  seed: whole(0, 2 ** 31).default(1),
  until: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
  yes: z.boolean().default(false),
});

/** Reads the command line. @returns null if it cannot be understood */
export function readOptions(args: readonly string[]): SeedOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        users: { type: "string" },
        transactions: { type: "string" },
        sites: { type: "string" },
        deliveries: { type: "string" },
        versions: { type: "boolean" },
        seed: { type: "string" },
        until: { type: "string" },
        yes: { type: "boolean" },
      },
    });
    const parsed = schema.parse(values);
    const until = parsed.until ?? new Date();
    return { ...parsed, until, deliveries: Math.min(parsed.deliveries, parsed.transactions) };
  } catch {
    return null;
  }
}
