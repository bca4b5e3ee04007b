// Everything that CI checks, in order. The last line counts: each static check is one, each test is one.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { ensureChromium } from "../tests/support/browser/chromium";
import { OUTCOME_FILE, type Outcome, readOutcome } from "../tests/support/reporters/outcome";

const RESULTS = ".data/test-results";

/** Runs a command and shows its output. @returns whether it succeeded */
function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  console.log(`\n> ${command} ${args.join(" ")}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "inherit", env });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

/**
 * What `npm run build` makes, without what would be done twice or be for later builds (`next.config.js`).
 *
 * @param isChecked whether the types were found right: a build that somebody may start is never of wrong ones
 */
async function build(isChecked: boolean): Promise<Outcome> {
  const env = isChecked ? { ...process.env, BUILD_FOR_TESTS: "1" } : process.env;
  return outcomeOf(await run("npx", ["next", "build"], env), "next build");
}

const outcomeOf = (succeeded: boolean, name: string): Outcome =>
  succeeded ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [name] };

/** Runs checks that each keep one core busy, two at a time. The output of each is shown when it has ended. */
async function checkTwoAtATime(scripts: readonly string[]): Promise<Outcome[]> {
  const left = [...scripts];
  const outcomes: Outcome[] = [];
  const checkNext = async (): Promise<void> => {
    const script = left.shift();
    if (script === undefined) return;
    const { succeeded, output } = await runAside("npm", ["run", "--silent", script]);
    console.log(`\n> npm run ${script}\n${output}`);
    outcomes.push(outcomeOf(succeeded, `npm run ${script}`));
    await checkNext();
  };
  await Promise.all([checkNext(), checkNext()]);
  return outcomes;
}

/** Runs a command and keeps its output. */
function runAside(command: string, args: readonly string[]): Promise<{ succeeded: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", ({ message }) => resolve({ succeeded: false, output: message }));
    child.once("close", (code) => resolve({ succeeded: code === 0, output }));
  });
}

async function vitest(project: "unit" | "integration"): Promise<Outcome> {
  const reporters = ["--reporter=default", "--reporter=./tests/support/reporters/vitest.ts"];
  return runTests(project, ["vitest", "run", "--project", `${project}*`, ...reporters]);
}

async function playwright(): Promise<Outcome> {
  let path: string;
  try {
    path = ensureChromium();
  } catch (error) {
    console.error(error);
    return outcomeOf(false, "no Chromium for the end-to-end tests");
  }
  const args = [
    "playwright",
    "test",
    "--project",
    "e2e",
    "--reporter=list,./tests/support/reporters/playwright.ts",
  ];
  return runTests("e2e", args, { CHROMIUM_PATH: path });
}

/** A run that failed without a failed test (it was stopped, it wrote no report) is a failure. */
async function runTests(name: string, args: readonly string[], env = {}): Promise<Outcome> {
  const file = `${RESULTS}/${name}.json`;
  const ended = await run("npx", args, { ...process.env, ...env, [OUTCOME_FILE]: file });
  const outcome = readOutcome(file) ?? { passed: 0, failed: 0, failures: [] };
  if ((ended && outcome.passed > 0) || outcome.failed > 0) return outcome;
  return { ...outcome, failed: 1, failures: [`${name}: it did not end well, and no test says why`] };
}

async function main(): Promise<Outcome> {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const outcomes: Outcome[] = [];
  // The longest first, so that nothing long is left for the end.
  const scripts = ["types", "api", "imports", "unused", "lint", "messages", "migrations"];
  outcomes.push(...(await checkTwoAtATime(scripts)));
  const isChecked = outcomes.every(({ failed }) => failed === 0);
  outcomes.push(await vitest("unit"));
  // Before the integration tests: some of them start the server, which refuses to without a build.
  const built = await build(isChecked);
  outcomes.push(built, await vitest("integration"));
  if (built.failed === 0) outcomes.push(await playwright());
  else console.error("The end-to-end tests were not run: there is no build to run them on.");
  return outcomes.reduce((sum, { passed, failed, failures }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    failures: [...sum.failures, ...failures],
  }));
}

const { passed, failed, failures } = await main();
process.exitCode = failed > 0 ? 1 : 0;
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
