// Tests too long for every commit: the files named `*.long.test.ts` and `*.long.spec.ts`, tests of `npm test` with
// higher numbers, the connect page and what staff do in WebKitGTK and Firefox, the image's steps, and all of `npm test`
// under the newer Node. Needs a build: `npm run build`.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { ensureChromium } from "../tests/support/browser/chromium";
import { installEngines } from "./support/install-engines";
import { installNode } from "./support/newer-node";

interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

installEngines();
const CHROMIUM_PATH = ensureChromium();
const NUMBERS = { FUZZ_BODIES: "100000", CRASHES: "20", SHUFFLES: "2000", OUTAGE_NOTIFICATIONS: "500" };

/** What every commit runs with lower numbers. */
const WITH_NUMBERS = [
  ...["fuzz", "crash", "killed-postgres", "two-replicas"],
  ...["folding", "commuting", "repeated-dates", "fetched-versions"],
];

const vitest = (args: readonly string[], env: Run["env"] = {}): Run => ({
  command: "npx",
  args: ["vitest", "run", ...args],
  env,
});
const RUNS: readonly Run[] = [
  vitest(["--project", "long*"], NUMBERS),
  vitest(["--project", "integration*", ...WITH_NUMBERS], NUMBERS),
  vitest(["--project", "integration*", "image"], { REHEARSE_IMAGE: "1" }),
  vitest(["--project", "engines"]),
  { command: "npx", args: ["playwright", "test", "--project=long"], env: { CHROMIUM_PATH } },
];

function runAll(runs: readonly Run[]): void {
  for (const { command, args, env } of runs) {
    const { status } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } });
    if (status !== 0) process.exitCode = status ?? 1;
  }
}

runAll(RUNS);
const { node, version } = installNode();
console.log(`\nAll of npm test under Node ${version}`);
const ahead = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}`;
runAll([
  { command: node, args: ["--import", "tsx", "scripts/test.ts"], env: { PATH: ahead, CHROMIUM_PATH } },
]);
