// Everything that CI checks, in order. The last line counts: each static check is one, each test is one.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { ensureChromium } from "../tests/support/browser/chromium";

const RESULTS = ".data/test-results";
const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

interface Count {
  readonly passed: number;
  readonly failed: number;
}

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

async function check(command: string, ...args: string[]): Promise<Count> {
  return countOf(await run(command, args));
}

const countOf = (succeeded: boolean): Count =>
  succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/** Runs checks that each keep one core busy, two at a time. The output of each is shown when it has ended. */
async function checkTwoAtATime(scripts: readonly string[]): Promise<Count[]> {
  const left = [...scripts];
  const counts: Count[] = [];
  const checkNext = async (): Promise<void> => {
    const script = left.shift();
    if (script === undefined) return;
    const { succeeded, output } = await runAside("npm", ["run", "--silent", script]);
    console.log(`\n> npm run ${script}\n${output}`);
    counts.push(countOf(succeeded));
    await checkNext();
  };
  await Promise.all([checkNext(), checkNext()]);
  return counts;
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

async function vitest(project: "unit" | "integration"): Promise<Count> {
  const file = `${RESULTS}/${project}.json`;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const ended = await run("npx", ["vitest", "run", "--project", `${project}*`, ...reporters]);
  const report = vitestReport.safeParse(readReport(file));
  const counts = report.success
    ? { passed: report.data.numPassedTests, failed: report.data.numFailedTests }
    : { passed: 0, failed: 0 };
  return withEnd(counts, ended);
}

async function playwright(): Promise<Count> {
  let path: string;
  try {
    path = ensureChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
  const ended = await run("npx", ["playwright", "test"], { ...process.env, CHROMIUM_PATH: path });
  const report = playwrightReport.safeParse(readReport(`${RESULTS}/e2e.json`));
  const counts = report.success
    ? { passed: report.data.stats.expected, failed: report.data.stats.unexpected + report.data.stats.flaky }
    : { passed: 0, failed: 0 };
  return withEnd(counts, ended);
}

/** A run that failed without a failed test (a file that did not load, a missing report) is a failure. */
function withEnd(counts: Count, ended: boolean): Count {
  return !ended && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null; // the run wrote none: it counts as failed
  }
}

async function main(): Promise<Count> {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const counts: Count[] = [];
  // The longest first, so that nothing long is left for the end.
  const scripts = ["types", "api", "imports", "unused", "lint", "messages", "migrations"];
  counts.push(...(await checkTwoAtATime(scripts)));
  counts.push(await vitest("unit"));
  // Before the integration tests: some of them start the server, which refuses to without a build.
  const build = await check("npx", "next", "build");
  counts.push(build, await vitest("integration"));
  if (build.failed === 0) counts.push(await playwright());
  else console.error("The end-to-end tests were not run: there is no build to run them on.");
  return counts.reduce((sum, { passed, failed }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
  }));
}

const { passed, failed } = await main();
process.exitCode = failed > 0 ? 1 : 0;
console.log(`\n${passed} passed, ${failed} failed`);
