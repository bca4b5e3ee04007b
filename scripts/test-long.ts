// What is too long for every commit: the same tests as in `npm test`, with the numbers that wear things out, and the
// connect page in every state, language and size. Needs a build: `npm run build`.
import { spawnSync } from "node:child_process";
import { ensureChromium } from "../tests/support/chromium";

const RUNS: readonly { args: readonly string[]; env: Readonly<Record<string, string>> }[] = [
  {
    args: ["vitest", "run", "--project", "integration", "fuzz", "crash", "folding"],
    env: { FUZZ_BODIES: "100000", CRASHES: "20", SHUFFLES: "2000" },
  },
  {
    args: ["playwright", "test", "tests/e2e/connect.spec.ts"],
    env: { CONNECT_MATRIX: "full", CHROMIUM_PATH: ensureChromium() },
  },
];

for (const { args, env } of RUNS) {
  const { status } = spawnSync("npx", args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exitCode = status ?? 1;
}
