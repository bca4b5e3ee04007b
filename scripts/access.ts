// Prints which role opens which door: npm run access. Each door is named in scripts/access/doors.ts; tests find out
// whether that is so.
import { GIVEABLE, may, type Permission } from "@/lib/db/access/permissions";
import { STAFF_ROLES } from "@/lib/db/access/scope";
import { ACTIONS, type Need, PAGES, ROUTES } from "./access/doors";

const TABLES: Readonly<Record<string, Readonly<Record<string, Need>>>> = {
  Pages: PAGES,
  Routes: ROUTES,
  Actions: ACTIONS,
};
const COLUMNS = [...STAFF_ROLES, "no session"] as const;

function cell(need: Need, column: (typeof COLUMNS)[number]): string {
  if (need === "anyone") return "yes";
  if (need === "key") return "key";
  return column !== "no session" && may({ role: column }, need) ? "yes" : "–";
}

function print(title: string, table: Readonly<Record<string, Need>>): void {
  const rows = Object.entries(table).map(([name, need]) => [
    name,
    ...COLUMNS.map((each) => cell(need, each)),
    need,
  ]);
  const head = [title, ...COLUMNS, "asks for"];
  const widths = head.map((word, at) => Math.max(word.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  console.log([line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line), ""].join("\n"));
}

const giveable: readonly Permission[] = GIVEABLE;
for (const [title, table] of Object.entries(TABLES)) print(title, table);
console.log(`key: not by role, but with a link, an API key, the webhook key or the token of the metrics.
Whoever is limited to some sites has what their role has, of those sites alone.
These can be given to one person beside the role, or taken from them: ${giveable.join(", ")}.`);
