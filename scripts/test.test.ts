import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { OUTCOME_FILE, readOutcome } from "../tests/support/reporters/outcome";

// Within the project, so that the test files find Vitest.
mkdirSync(".data", { recursive: true });
const folder = mkdtempSync(".data/outcome-");
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = {
  "vitest.config.mjs": "export default {}",
  "tests.test.ts": `
    import { beforeAll, describe, expect, it } from "vitest";
    it("passes", () => {});
    it("fails", () => expect({ a: 1 }).toEqual({ a: 2 }));
    it("throws", () => { throw new Error("what", { cause: new Error("and why") }); });
    it("leaves something behind", async () => {
      setTimeout(() => { throw new Error("too late"); }, 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    describe("a group", () => {
      beforeAll(() => { throw new Error("not ready"); });
      it("is never run", () => {});
    });`,
  "unloadable.test.ts": `import "./nowhere";`,
};

it("counts whatever failed in a run, in a test or outside of one, and says why", () => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(folder, name), text);
  const file = path.resolve(folder, "outcome.json");
  const reporter = path.resolve("tests/support/reporters/vitest.ts");
  const { status } = spawnSync("npx", ["vitest", "run", "--root", folder, `--reporter=${reporter}`], {
    env: { ...process.env, [OUTCOME_FILE]: file },
  });
  expect(status).toBe(1);
  const { passed, failed, failures } = readOutcome(file) ?? {};
  expect({ passed, failed }).toEqual({ passed: 2, failed: 5 });
  const said = failures?.join("\n") ?? "";
  expect(said).toMatch(/tests\.test\.ts › fails\n.*AssertionError/);
  expect(said).toMatch(/-\s+"a": 2,\n\s+\+\s+"a": 1,/);
  expect(said).toMatch(/throws\n.*what[\s\S]*caused by Error: and why/);
  expect(said).toMatch(/a group\n.*not ready/);
  expect(said).toMatch(/unloadable\.test\.ts\n.*nowhere/);
  expect(said).toMatch(/outside of any test\n.*too late/);
});

it("tries several sites last in the browser: all other files know one site", () => {
  const files = readdirSync("tests/e2e").filter((name) => /(?<!\.long)\.spec\.ts$/.test(name));
  expect(files.sort().at(-1)).toBe("two-sites.spec.ts");
});
