import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Where outsiders' linters are: a package of their own. */
export const LINTERS = path.resolve("tests/linters");

/** Runs a command there with its output shown. @returns whether it ended well */
export function runLinter(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return spawnSync(command, args, { cwd: LINTERS, env, stdio: "inherit" }).status === 0;
}

/** Installs them where they are not yet as the lock file says. @returns whether they are there */
export function ensureLinters(): boolean {
  const lock = readFileSync(path.join(LINTERS, "package-lock.json"), "utf8");
  const installed = path.join(LINTERS, "node_modules/.installed-lock.json");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return true;
  if (!runLinter("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])) return false;
  writeFileSync(installed, lock);
  return true;
}
