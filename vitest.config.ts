import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

const INTEGRATION = "tests/integration";
/**
 * What changes the process that it runs in: its clock, its settings, its runtime. Such a file gets a process of its
 * own. The others share two, and what they import is loaded twice instead of once for each (decision 88).
 */
const CHANGES_PROCESS = /\bvi\.(?!wait)|process\.(env\.\w+ =|chdir)|"@\/(lib\/(boot|env|runtime)|app\/.*)"/;
const ALONE = readdirSync(INTEGRATION)
  .map((name) => `${INTEGRATION}/${name}`)
  .filter((file) => CHANGES_PROCESS.test(readFileSync(file, "utf8")));

function integration(
  name: string,
  files: NonNullable<TestProjectInlineConfiguration["test"]>,
): TestProjectInlineConfiguration {
  return {
    resolve: { alias },
    test: {
      name,
      include: [`${INTEGRATION}/*.test.ts`],
      environment: "node",
      globalSetup: ["tests/support/postgres-global.ts"],
      // Much of their time passes with waiting, for servers that start, stop or come back.
      maxWorkers: 2,
      testTimeout: 30_000,
      expect: { poll: { timeout: 20_000 } },
      hookTimeout: 60_000,
      ...files,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{app,components,lib,scripts}/**/*.test.{ts,tsx}"],
          environment: "node",
          maxWorkers: 2,
          // Properties run hundreds of cases: on a busy machine that takes longer than the five seconds given otherwise.
          testTimeout: 30_000,
          // What is waited for comes, however busy the machine is.
          expect: { poll: { timeout: 20_000 } },
        },
      },
      integration("integration", { exclude: ALONE, isolate: false }),
      integration("integration-alone", { include: ALONE }),
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
