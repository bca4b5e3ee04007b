// Lints the API's OpenAPI document with outsiders' tools. They are a package of their own, installed when it is missing.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeOpenApi } from "@/lib/partner-api/openapi";

const FOLDER = "tests/api-lint";
const DOCUMENT = path.resolve(".data/openapi.json");

/** Runs a command with its output shown. @returns whether it ended well */
function run(command: string, args: readonly string[], cwd = process.cwd()): boolean {
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return spawnSync(command, args, { cwd, env, stdio: "inherit" }).status === 0;
}

/** Whether what is installed is what the lock file says. */
function isInstalled(): boolean {
  const installed = `${FOLDER}/node_modules/.installed-lock.json`;
  const lock = readFileSync(`${FOLDER}/package-lock.json`, "utf8");
  return existsSync(installed) && readFileSync(installed, "utf8") === lock;
}

function install(): boolean {
  const done = run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], FOLDER);
  if (done)
    writeFileSync(`${FOLDER}/node_modules/.installed-lock.json`, readFileSync(`${FOLDER}/package-lock.json`));
  return done;
}

mkdirSync(path.dirname(DOCUMENT), { recursive: true });
// A host that is nobody's example: the linters name those.
writeFileSync(DOCUMENT, JSON.stringify(makeOpenApi("https://dashboard.kiosque.fr"), null, 2));
const passed =
  (isInstalled() || install()) &&
  run("node_modules/.bin/redocly", ["lint", DOCUMENT, "--extends", "recommended"], FOLDER) &&
  run(
    "node_modules/.bin/spectral",
    ["lint", DOCUMENT, "--ruleset", "spectral.yaml", "--fail-severity", "info"],
    FOLDER,
  );
if (!passed) process.exitCode = 1;
