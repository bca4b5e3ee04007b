// Builds the pages unless the existing build is newer than all its sources.
import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";

const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "next.config.js",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** Runs `next build` if it is needed. @param say is called once before it starts */
export async function buildIfNeeded(say: () => void): Promise<void> {
  const built = await stat(".next/BUILD_ID").catch(() => null);
  const newest = Math.max(...(await Promise.all(SOURCES.map(newestChange))));
  if (built !== null && built.mtimeMs > newest) return;
  say();
  const bin = path.resolve("node_modules/next/dist/bin/next");
  const build = spawn(process.execPath, [bin, "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  let output = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-4_000);
    });
  }
  const code = await new Promise((resolve) => build.once("exit", resolve));
  if (code !== 0) throw new Error(`The pages could not be built:\n${output.trim()}.`);
}

async function newestChange(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const names = await readdir(file);
  const inside = await Promise.all(names.map((name) => newestChange(path.join(file, name))));
  return Math.max(found.mtimeMs, ...inside);
}
