// Prisma's command line looks for a schema-engine binary even for `generate`, which never runs it, and would download
// one. Naming any existing file keeps the install offline; migrations use the WASM engine.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const result = spawnSync(
  process.execPath,
  [require.resolve("prisma/build/index.js"), "generate", "--no-hints"],
  {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  },
);
process.exitCode = result.status ?? 1;
