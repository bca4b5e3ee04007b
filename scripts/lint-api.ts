// Lints the API's OpenAPI document with outsiders' tools.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeOpenApi } from "@/lib/partner-api/openapi";
import { ensureLinters, runLinter } from "./support/linters";

const DOCUMENT = path.resolve(".data/openapi.json");

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
  ]);
if (!passed) process.exitCode = 1;
