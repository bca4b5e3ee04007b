// Compares the English and French messages: the same keys, the same placeholders, nothing empty.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = "lib/i18n/messages";

/** The messages of one file by dotted key. */
function readMessages(language: string, file: string): Map<string, string> {
  const messages = new Map<string, string>();
  const visit = (node: unknown, prefix: string) => {
    if (typeof node === "object" && node !== null) {
      for (const [key, child] of Object.entries(node)) visit(child, prefix === "" ? key : `${prefix}.${key}`);
    } else {
      messages.set(prefix, typeof node === "string" ? node : "");
    }
  };
  visit(JSON.parse(readFileSync(path.join(ROOT, language, file), "utf8")), "");
  return messages;
}

/** The placeholders of a message: its arguments with their kinds, and its tags. */
function placeholders(message: string): string {
  const found = new Set<string>();
  // The name of an argument follows an opening brace. Braces of plural branches contain text and do not match, unless
  // the text is one word, which then follows a selector.
  for (const [, before = "", name, kind] of message.matchAll(/([^\s{}]*\s*)\{\s*(\w+)\s*(?:\}|,\s*(\w+))/g)) {
    const isBranch = /(?:^|\s)(?:zero|one|two|few|many|other|=\d+)\s*$/.test(before) && kind === undefined;
    if (!isBranch) found.add(`{${name}${kind === undefined ? "" : `, ${kind}`}}`);
  }
  for (const [, tag] of message.matchAll(/<(\w+)>/g)) found.add(`<${tag}>`);
  return [...found].sort().join(" ");
}

function listFiles(language: string): string[] {
  return readdirSync(path.join(ROOT, language)).filter((name) => name.endsWith(".json"));
}

function compare(file: string): string[] {
  const en = readMessages("en", file);
  const fr = readMessages("fr", file);
  const problems: string[] = [];
  for (const key of new Set([...en.keys(), ...fr.keys()])) {
    const english = en.get(key);
    const french = fr.get(key);
    if (english === undefined) problems.push(`en/${file}: ${key} is missing`);
    if (french === undefined) problems.push(`fr/${file}: ${key} is missing`);
    if (english?.trim() === "") problems.push(`en/${file}: ${key} is empty`);
    if (french?.trim() === "") problems.push(`fr/${file}: ${key} is empty`);
    if (english === undefined || french === undefined) continue;
    const [wanted, given] = [placeholders(english), placeholders(french)];
    if (wanted !== given)
      problems.push(`${file}: ${key} takes [${wanted}] in English and [${given}] in French`);
  }
  return problems;
}

const english = listFiles("en");
const french = listFiles("fr");
const problems = [
  ...english.filter((name) => !french.includes(name)).map((name) => `fr/${name} is missing`),
  ...french.filter((name) => !english.includes(name)).map((name) => `en/${name} is missing`),
  ...english.filter((name) => french.includes(name)).flatMap(compare),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${english.length} files of messages agree.`);
