import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Programs of other browsers, by the packages of Debian that have them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "/usr/bin/WebKitWebDriver": "webkit2gtk-driver",
  "/usr/bin/Xvfb": "xvfb",
  "/usr/bin/firefox-esr": "firefox-esr",
};

/** Installs WebKitGTK and Firefox where they are missing and can be installed; what is not there is said. */
export function installEngines(): void {
  const missing = Object.entries(PROGRAMS).flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
  if (missing.length === 0) return;
  const names = missing.join(", ");
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.error(`Not installed, and cannot be here: ${names}. The tests of their engines are skipped.`);
    return;
  }
  const apt = (args: readonly string[]) =>
    spawnSync("apt-get", args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      timeout: 600_000,
    }).status === 0;
  if (!apt(["update", "-qq"]) || !apt(["install", "-y", "-qq", "--no-install-recommends", ...missing]))
    console.error(`Could not be installed: ${names}. The tests of their engines are skipped.`);
}
