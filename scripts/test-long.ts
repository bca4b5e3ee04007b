// Tests too long for every commit: the tests of `npm test` with higher numbers, the connect page in every state,
// language and size, an empty installation for every role, the connect page and what staff do in WebKitGTK and Firefox,
// the image's steps, what was lost while `npm start` was down, and all of `npm test` under the newer Node. Needs a
// build: `npm run build`.
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
const RUNS: readonly Run[] = [
  {
    command: "npx",
    args: [
      "vitest",
      "run",
      "--project",
      "integration*",
      "fuzz",
      "crash",
      "folding",
      "fetched-versions",
      "commuting",
      "short-outages",
    ],
    env: { FUZZ_BODIES: "100000", CRASHES: "20", SHUFFLES: "2000", OUTAGE_NOTIFICATIONS: "500" },
  },
  {
    command: "npx",
    args: ["playwright", "test", "tests/e2e/connect.spec.ts"],
    env: { CONNECT_MATRIX: "full", CHROMIUM_PATH },
  },
  {
    command: "npx",
    args: ["playwright", "test", "tests/e2e/first-day.spec.ts"],
    env: { EVERY_ROLE: "1", CHROMIUM_PATH },
  },
  {
    command: "npx",
    args: ["playwright", "test", "tests/e2e/markup.spec.ts"],
    env: { MARKUP: "1", CHROMIUM_PATH },
  },
  {
    command: "npx",
    args: ["vitest", "run", "--project", "integration*", "image"],
    env: { REHEARSE_IMAGE: "1" },
  },
  {
    command: "npx",
    args: ["vitest", "run", "--project", "integration*", "losses"],
    env: { LOSSES: "1" },
  },
  { command: "npx", args: ["vitest", "run", "--project", "engines"], env: {} },
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
