import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type SentRequest, sentSchema } from "../notify/history";
import { bankPaymentSchema } from "../payments/bank-payment";
import { Ledger, type Movement } from "../payments/ledger";
import { type BankState, bankStateSchema, emptyState } from "./bank-state";

const SAVE_MS = 2_000;
const movementSchema = z.object({
  accId: z.string(),
  cardRef: z.string().nullable(),
  at: z.number(),
  payment: bankPaymentSchema,
});

/** What a bank knows. */
export interface KeptState {
  readonly state: BankState;
  readonly ledger: Ledger;
  /** The last notifications, newest first. */
  readonly history: SentRequest[];
  close(): Promise<void>;
}

/** Where the books of a bank are, by its state file: one line for each version of a payment. */
function booksFile(stateFile: string): string {
  return `${stateFile.replace(/\.json$/, "")}.payments.jsonl`;
}

function historyFile(stateFile: string): string {
  return `${stateFile.replace(/\.json$/, "")}.history.json`;
}

/**
 * Keeps the bank's state and books in files, written from time to time and at the end. Without a file they live in
 * memory.
 *
 * @throws Error with a sentence if a file exists and is not a bank's
 */
export async function keepState(file: string | undefined): Promise<KeptState> {
  if (file === undefined)
    return { state: emptyState(), ledger: new Ledger(), history: [], close: async () => undefined };
  const state = await readState(file);
  const lines: string[] = [];
  let reading = true;
  const ledger = new Ledger((movement) => {
    if (!reading) lines.push(JSON.stringify(movement));
  });
  const books = await readBooks(booksFile(file));
  for (const movement of books.movements) ledger.record(movement);
  reading = false;
  // Lines that newer ones replaced, and half a line at the end, leave when the file is next written.
  let rewrites = books.cut || books.movements.length > 2 * ledger.all().length;
  // State that was only read is not written back: another bank may use the same file.
  let written = JSON.stringify(state);
  const history = await readHistory(historyFile(file));
  let writtenHistory = JSON.stringify(history);
  const save = async (): Promise<void> => {
    const now = JSON.stringify(state);
    const nowHistory = JSON.stringify(history);
    if (now === written && lines.length === 0 && nowHistory === writtenHistory) return;
    await mkdir(path.dirname(file), { recursive: true });
    if (lines.length > 0) {
      const count = lines.length;
      if (rewrites)
        await replaceFile(booksFile(file), toLines(ledger.all().map((each) => JSON.stringify(each))));
      else await appendFile(booksFile(file), toLines(lines), { mode: 0o600 });
      lines.splice(0, count);
      rewrites = false;
    }
    if (nowHistory !== writtenHistory) await replaceFile(historyFile(file), nowHistory);
    writtenHistory = nowHistory;
    if (now === written) return;
    await replaceFile(file, now);
    written = now;
  };
  let last = Promise.resolve();
  const timer = setInterval(() => {
    // A disk that is full now may have space later; the last save, at close, may fail loudly.
    last = last.then(save).catch(() => undefined);
  }, SAVE_MS);
  return {
    state,
    ledger,
    history,
    close: async () => {
      clearInterval(timer);
      await last;
      await save();
    },
  };
}

async function readState(file: string): Promise<BankState> {
  const stored = await readIfThere(file);
  if (stored === null) return emptyState();
  try {
    return bankStateSchema.parse(JSON.parse(stored));
  } catch {
    throw new Error(`${file} is not the state of a simulated bank. Remove it to begin with an empty one.`);
  }
}

/** Forgets all that a bank knew. */
export async function removeState(file: string): Promise<void> {
  await Promise.all([file, booksFile(file), historyFile(file)].map((each) => rm(each, { force: true })));
}

function toLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readBooks(file: string): Promise<{ movements: Movement[]; cut: boolean }> {
  const stored = (await readIfThere(file)) ?? "";
  try {
    // A process that was killed may have left half a line: only the last can be one.
    const lines = stored.slice(0, stored.lastIndexOf("\n") + 1).split("\n");
    const movements = lines
      .filter((line) => line !== "")
      .map((line) => movementSchema.parse(JSON.parse(line)));
    return { movements, cut: !stored.endsWith("\n") && stored !== "" };
  } catch {
    throw new Error(`${file} is not the books of a simulated bank. Remove it to begin with empty ones.`);
  }
}

/** What was sent before is nice to know: a file that cannot be read is forgotten. */
async function readHistory(file: string): Promise<SentRequest[]> {
  try {
    return z.array(sentSchema).parse(JSON.parse((await readIfThere(file)) ?? "[]"));
  } catch {
    return [];
  }
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    // Any error but a missing file would create an empty bank, which would then overwrite the existing one.
    if (error.code === "ENOENT") return null;
    throw new Error(`The simulated bank cannot read its state in ${file}.`);
  });
}
