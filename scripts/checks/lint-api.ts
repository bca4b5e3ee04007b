// Lints the API's OpenAPI document with outsiders' tools, and checks that the typed client follows it. With --write, the
// client is written anew.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeOpenApi } from "@/lib/partner-api/document/openapi";
import { ensureLinters, runLinter } from "../support/linters";

const DOCUMENT = path.resolve(".data/openapi.json");
const MADE = path.resolve(".data/openapi.d.ts");
const CLIENT = path.resolve("client/anytime-connect.ts");

mkdirSync(path.dirname(DOCUMENT), { recursive: true });
// A host that is nobody's example: the linters object to those.
writeFileSync(DOCUMENT, JSON.stringify(makeOpenApi("https://dashboard.kiosque.fr"), null, 2));
const passed =
  ensureLinters() &&
  runLinter("node_modules/.bin/redocly", ["lint", DOCUMENT, "--extends", "recommended"]) &&
  runLinter("node_modules/.bin/spectral", [
    "lint",
    DOCUMENT,
    "--ruleset",
    "spectral.yaml",
    "--fail-severity",
    "info",
  ]) &&
  runLinter("node_modules/.bin/openapi-typescript", [DOCUMENT, "--output", MADE]) &&
  isClientTrue();
if (!passed) process.exitCode = 1;

function isClientTrue(): boolean {
  const made = readFileSync(MADE, "utf8");
  if (process.argv.includes("--write")) writeFileSync(CLIENT, made);
  const there = readFileSync(CLIENT, { encoding: "utf8", flag: "a+" });
  if (there === made) return true;
  console.error("client/anytime-connect.ts does not follow the API: run npm run api -- --write");
  return false;
}
