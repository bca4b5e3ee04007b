import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { findPages, findRoutes } from "./find-doors";
import { PAGE_QUERIES, ROUTE_QUERIES } from "./queries";

const pages: Readonly<Record<string, readonly string[] | undefined>> = PAGE_QUERIES;
const sorted = (names: Iterable<string>) => [...names].sort();

/** What a page and the files beside it read by name; filters are read by their schema. */
function namesReadBeside(page: string): string[] {
  const folder = dirname(page);
  const texts = readdirSync(folder)
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  return texts.flatMap((text) => [
    ...[...text.matchAll(/\bquery\.([a-z]\w*)/g)].map(([, name = ""]) => name),
    ...[...text.matchAll(/\bfirstValues\([^()]*(?:\([^()]*\))?[^()]*\)\.(\w+)/g)].map(
      ([, name = ""]) => name,
    ),
    ...[...text.matchAll(/const \{([^}]+)\} = firstValues\(/g)].flatMap(([, names = ""]) =>
      names.split(",").map((name) => name.split(":")[0]?.trim() ?? ""),
    ),
  ]);
}

it("knows which pages read their query, and each name that they read themselves", () => {
  const reading = findPages().filter(({ file }) => readFileSync(file, "utf8").includes("searchParams"));
  expect(sorted(reading.map(({ name }) => name))).toEqual(sorted(Object.keys(pages)));
  for (const { name, file } of reading)
    expect(pages[name], name).toEqual(expect.arrayContaining(namesReadBeside(file)));
});

it("knows which routes read their query", () => {
  const reading = findRoutes().filter(({ file }) => readFileSync(file, "utf8").includes("searchParams"));
  const lists = Object.keys(ROUTE_QUERIES).filter((path) => path.startsWith("/api/v1/"));
  expect(sorted([...reading.map(({ name }) => name.replace(/^\w+ /, "")), ...lists])).toEqual(
    sorted(Object.keys(ROUTE_QUERIES)),
  );
});
