import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as locks from "./locks";

it("gives no number twice, and nowhere else", () => {
  const numbers = Object.entries(locks).flatMap(([name, value]) => (name.endsWith("_LOCK") ? [value] : []));
  expect(new Set(numbers).size).toBe(numbers.length);
  const elsewhere = ["lib", "scripts"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    )
    .filter((path) => path.endsWith(".ts") && !/generated|\.test\.ts$|lib\/db\/locks\.ts$/.test(path))
    .filter(
      (path) =>
        /advisory_(xact_)?lock(_shared)?\(\s*\d/.test(readFileSync(path, "utf8")) ||
        /7_?261_?00\d/.test(readFileSync(path, "utf8")),
    );
  expect(elsewhere).toEqual([]);
});
