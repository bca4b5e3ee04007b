import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/**
 * What changes the process that it runs in: its clock, its settings, its runtime. Such a file gets a process of its
 * own. The others share two, and what they import is loaded twice instead of once for each (decision 88).
 */
const CHANGES_PROCESS = /\bvi\.(?!wait)|process\.(env\.\w+ =|chdir)|"@\/(lib\/(boot|env|runtime)|app\/.*)"/;
/** What is too long for every commit is named so, and run by `npm run test:long` (decision 89). */
const LONG = /\.long\.test\.ts$/;

const listTests = (folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    )
    .filter((file) => /\.test\.tsx?$/.test(file));

type TestSettings = NonNullable<TestProjectInlineConfiguration["test"]>;

/** Two projects: of the files that share processes, and of those that have one of their own. */
function projectsOf(
  name: string,
  files: readonly string[],
  test: TestSettings,
): TestProjectInlineConfiguration[] {
  const alone = files.filter((file) => CHANGES_PROCESS.test(readFileSync(file, "utf8")));
  const shared = files.filter((file) => !alone.includes(file));
  const common = { environment: "node", maxWorkers: 2, ...test } as const;
  return [
    { resolve: { alias }, test: { ...common, name, include: shared, isolate: false } },
    { resolve: { alias }, test: { ...common, name: `${name}-alone`, include: alone } },
  ];
}

const UNIT: TestSettings = {
  // Properties run hundreds of cases: on a busy machine that takes longer than the five seconds given otherwise.
  testTimeout: 30_000,
  // What is waited for comes, however busy the machine is.
  expect: { poll: { timeout: 20_000 } },
};
// Much of their time passes with waiting, for servers that start, stop or come back.
const INTEGRATION: TestSettings = {
  ...UNIT,
  globalSetup: ["tests/support/postgres-global.ts"],
  hookTimeout: 60_000,
};
const integration = listTests(["tests/integration"]);

export default defineConfig({
  test: {
    projects: [
      ...projectsOf("unit", listTests(["app", "components", "lib", "scripts"]), UNIT),
      ...projectsOf(
        "integration",
        integration.filter((file) => !LONG.test(file)),
        INTEGRATION,
      ),
      ...projectsOf(
        "long",
        integration.filter((file) => LONG.test(file)),
        INTEGRATION,
      ),
      {
        resolve: { alias },
        test: {
          name: "engines",
          include: ["tests/engines/**/*.test.ts"],
          environment: "node",
          // One for each engine; most of their time passes with waiting.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
