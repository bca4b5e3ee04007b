import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
}).split("\n");
// Decision records are of their time.
const documents = tracked.filter((file) =>
  /^(README|CONTRIBUTING|SECURITY)\.md$|^docs\/(?!decisions\/).*\.md$/.test(file),
);
const FILE = /^[\w@()[\]./*-]+\.(ts|tsx|mjs|cjs|json|md|prisma|sql|conf|css|yaml)$/;

/** Files that a document names between backticks: whole paths, ends of paths, or names; `*` stands for one folder. */
function filesNamedIn(document: string): string[] {
  const text = readFileSync(document, "utf8").replaceAll(/```[\s\S]*?```/g, "");
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name ?? "").filter((name) => FILE.test(name));
}

function exists(name: string): boolean {
  const pattern = name.replaceAll(/[.()[\]]/g, "\\$&").replaceAll("*", "[^/]+");
  return tracked.some((file) => new RegExp(`(^|/)${pattern}$`).test(file));
}

describe("the documents name files that exist", () => {
  it.each(documents)("%s", (document) => {
    expect(filesNamedIn(document).filter((name) => !exists(name))).toEqual([]);
  });
});

it("SECURITY.md names tests that exist, by their titles", () => {
  const named = [...readFileSync("SECURITY.md", "utf8").matchAll(/^- `([^`]+)` “(.+?)”/gm)];
  expect(named.length).toBeGreaterThan(40);
  const gone = named.filter(([, file = "", title = ""]) => !readFileSync(file, "utf8").includes(title));
  expect(gone.map(([line]) => line)).toEqual([]);
});
