// One process at a time uses a data folder: two would run one Postgres under each other's feet.
import { mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";

/** Thrown with a sentence where another process uses the folder. */
export class DataFolderError extends Error {
  override name = "DataFolderError";
}

/** Takes the folder. @returns gives it back */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = path.resolve(folder, "lock");
  const owner = Number(await readFile(file, "utf8").catch(() => ""));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new DataFolderError(
      `Another process (${owner}) is using ${path.resolve(folder)}. Stop it, or set DATA_DIR to another folder.`,
    );
  }
  await rm(file, { force: true });
  const handle = await open(file, "wx", 0o600).catch(() => {
    throw new DataFolderError(
      `Another process has just started to use ${path.resolve(folder)}. Stop one of them.`,
    );
  });
  await handle.writeFile(String(process.pid));
  await handle.close();
  return () => rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
