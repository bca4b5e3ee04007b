import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const SYSTEM_PATHS = [
  // Without the windows of a browser: the same engine at half the processor's time.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const MISSING =
  "No Chromium was found, and none could be installed: install one (Debian: apt-get install chromium-headless-shell) or set CHROMIUM_PATH.";

/** A Chromium on this machine: CHROMIUM_PATH, the system's, or Playwright's own; undefined if there is none. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== "") {
    if (isExecutable(given)) return given;
    throw new Error(`CHROMIUM_PATH names ${given}, which is not a program.`);
  }
  return [...SYSTEM_PATHS, chromium.executablePath()].find(isExecutable);
}

/**
 * Finds a Chromium, or installs one: Playwright's own, or Debian's if we are root.
 *
 * @returns its path
 * @throws with one sentence that says what to do
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  attempt("npx", ["playwright", "install", "chromium"]);
  const downloaded = findChromium();
  if (downloaded !== undefined) return downloaded;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    attempt("apt-get", ["update"]);
    attempt("apt-get", ["install", "--yes", "--no-install-recommends", "chromium-headless-shell"]);
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error(MISSING);
  return installed;
}

/** The command's own output says why it failed; the browser's presence shows whether it worked. */
function attempt(command: string, args: readonly string[]): void {
  spawnSync(command, args, { stdio: "inherit", timeout: 600_000 });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
