import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { PAGES } from "@/scripts/access/doors";
import type { Relay } from "./relay";

const findingSchema = z.object({
  info: z.string(),
  path: z.string().nullish(),
  parameter: z.string().nullish(),
});
const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.array(findingSchema)),
  anomalies: z.record(z.string(), z.array(findingSchema)),
});

/** What wapiti wrote, a line each; nothing where it wrote no report. */
export function readWapiti(file: string): string[] {
  const report = reportSchema.safeParse(JSON.parse(readOr(file, "null")));
  if (!report.success) return ["it wrote no report"];
  const all = [...Object.entries(report.data.vulnerabilities), ...Object.entries(report.data.anomalies)];
  return all.flatMap(([kind, found]) =>
    found.map(({ info, parameter }) =>
      [kind, info, parameter ? `in ${parameter}` : ""].filter(Boolean).join(": "),
    ),
  );
}

/** The text of a file, or something else where there is none. */
export function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

/** What a scan came to. */
export interface Scanned {
  readonly folder: string;
  readonly found: readonly string[];
  readonly relay: Pick<Relay, "answers" | "faults">;
  /** What the server wrote meanwhile. */
  readonly log: string;
}

/** Prints and keeps what was found, what the server failed at, and how often each door was tried. */
export function writeReport({ folder, found, relay, log }: Scanned): void {
  const kinds = new Map<string, number>();
  for (const text of found) kinds.set(text, (kinds.get(text) ?? 0) + 1);
  const faulty = log.split("\n").filter((line) => /"level":[56]0|^\s+at |⨯/.test(line));
  const doors = [...relay.answers()].toSorted(([left], [right]) => left.localeCompare(right));
  const untried = Object.keys(PAGES).filter((page) => !relay.answers().has(`GET ${page}`));
  const lines = [
    `Findings (${found.length}):`,
    ...[...kinds].map(([text, count]) => `  ${count} × ${text}`),
    `Answered with 500 or more, or not at all (599) (${relay.faults().size}):`,
    ...[...relay.faults()].slice(0, 100).map(([fault, count]) => `  ${count} × ${fault}`),
    `Faults in the server's log (${faulty.length}):`,
    ...faulty.slice(0, 50).map((line) => `  ${line}`),
    `Pages that were not tried: ${untried.join(", ") || "none"}`,
    "Answers of each door:",
    ...doors.map(
      ([door, statuses]) => `  ${door}: ${[...statuses].map(([code, n]) => `${n} × ${code}`).join(", ")}`,
    ),
  ];
  writeFileSync(path.join(folder, "report.txt"), lines.join("\n"));
  console.log(lines.join("\n"));
}
