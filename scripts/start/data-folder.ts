// One process at a time uses a data folder: two would run one Postgres and disturb each other.
import { mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";

/** Thrown with a sentence if another process uses the folder. */
export class DataFolderError extends Error {
  override name = "DataFolderError";
}

/** Takes the folder. @returns releases it */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = path.resolve(folder, "lock");
  const [pid = "", started = ""] = (await readFile(file, "utf8").catch(() => "")).split(" ");
  const owner = Number(pid);
  if (owner > 0 && owner !== process.pid && isAlive(owner) && started === (await startOf(owner))) {
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
  await handle.writeFile(`${process.pid} ${await startOf(process.pid)}`);
  await handle.close();
  return () => rm(file, { force: true });
}

/** The start time of a process, as the system counts it: process ids are reused. Empty if unknown. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
