// What a run of tests came to, as its reporter writes it and `scripts/test.ts` reads it.
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";

const outcome = z.object({
  passed: z.number(),
  failed: z.number(),
  /** A few lines for each failure, shown at the end, where a reader of a long log looks first. */
  failures: z.array(z.string()),
});
export type Outcome = Readonly<z.infer<typeof outcome>>;

/** Where the reporters write, as an environment variable of the run. */
export const OUTCOME_FILE = "OUTCOME_FILE";

export function writeOutcome(ran: Outcome): void {
  const file = process.env[OUTCOME_FILE];
  if (file === undefined) throw new Error(`${OUTCOME_FILE} says where to write`);
  writeFileSync(file, JSON.stringify(ran));
}

/** @returns null where the run wrote none: it ended before its end */
export function readOutcome(file: string): Outcome | null {
  try {
    return outcome.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
const OTHERS_CODE = /^\s+at .*(node_modules|node:|<anonymous>)/;
const MOST_LINES = 24;

/** @returns where it failed, and the first lines of why */
export function sayFailure(where: string, why: string | undefined): string {
  const lines = (why ?? "")
    .replaceAll(COLOURS, "")
    .trimEnd()
    .split("\n")
    .filter((line) => !OTHERS_CODE.test(line))
    .slice(0, MOST_LINES);
  return [where, ...lines.map((line) => `  ${line.slice(0, 300)}`)].join("\n").trimEnd();
}
