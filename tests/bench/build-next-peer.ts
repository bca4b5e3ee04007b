import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * Builds the peer made of Next and Prisma, apart from our own build.
 *
 * @returns its folder; below the repository's, so that it finds our node_modules
 */
export function buildNextPeer(): string {
  const folder = path.resolve(".data/bench/next-prisma");
  rmSync(folder, { recursive: true, force: true });
  cpSync("tests/bench/peers/next-prisma", folder, { recursive: true });
  run(
    require.resolve("prisma/build/index.js"),
    ["generate", "--no-hints", "--schema", "prisma/schema.prisma"],
    folder,
  );
  run(require.resolve("next/dist/bin/next"), ["build", "--webpack"], folder);
  return folder;
}

function run(script: string, args: string[], cwd: string): void {
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${path.basename(script)} ${args[0]} failed:\n${stdout}\n${stderr}`);
}
