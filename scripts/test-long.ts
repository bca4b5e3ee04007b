// What is too long for every commit: the same tests as in `npm test`, with the numbers that wear things out.
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  "npx",
  ["vitest", "run", "--project", "integration", "fuzz", "crash", "folding"],
  {
    stdio: "inherit",
    env: { ...process.env, FUZZ_BODIES: "100000", CRASHES: "20", SHUFFLES: "2000" },
  },
);
process.exitCode = status ?? 1;
