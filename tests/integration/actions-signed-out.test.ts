import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase } from "../support/database";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

// What Next's build says of its server actions.
const manifestSchema = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), filename: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});
/** They answer whoever asks: see `lib/staff/staff-action.test.ts`. */
const OPEN = ["openDeviceLink", "openInvitation", "joinStaff", "setLocale", "setTheme"];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  server = startProduction(await makeProductionSettings(database.url));
  await server.ready();
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await database.close();
});

/** The path of a page from its name in the build: `app/(staff)/users/[id]/page`. */
const pathOf = (page: string) =>
  page
    .replace(/^app/, "")
    .replace(/\/page$/, "")
    .replaceAll(/\/\([^)]*\)/g, "")
    .replaceAll(/\[\w+\]/g, "x") || "/";

it("answers every server action of the build with signed_out where nobody is signed in", async () => {
  const manifest = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const actions = Object.entries(manifestSchema.parse(JSON.parse(manifest)).node);
  expect(actions.length).toBeGreaterThan(20);
  const answers = await Promise.all(
    actions
      .filter(([, { exportedName }]) => !OPEN.includes(exportedName))
      .map(async ([id, { exportedName, workers }]) => {
        const [page = ""] = Object.keys(workers);
        const response = await fetch(`${server.url}${pathOf(page)}`, {
          method: "POST",
          headers: { "Next-Action": id, "Content-Type": "text/plain;charset=UTF-8" },
          body: "[{}]",
        });
        const problem = /"problem":"(\w+)"/.exec(await response.text())?.[1] ?? `HTTP ${response.status}`;
        return [exportedName, problem];
      }),
  );
  expect(answers).toEqual(answers.map(([name]) => [name, "signed_out"]));
});
