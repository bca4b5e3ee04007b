import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A project folder with our migrations, followed by those that a test adds. */
export async function makeProject(added: Readonly<Record<string, string>> = {}) {
  const root = await mkdtemp(path.join(tmpdir(), "anytime-project-"));
  await cp("prisma", path.join(root, "prisma"), { recursive: true });
  const add = async (name: string, sql: string): Promise<void> => {
    const folder = path.join(root, "prisma/migrations", name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "migration.sql"), sql);
  };
  for (const [name, sql] of Object.entries(added)) await add(name, sql);
  return { root, add, remove: () => rm(root, { recursive: true, force: true }) };
}
