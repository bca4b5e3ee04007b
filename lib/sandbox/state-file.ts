import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type BankState, emptyState } from "./bank";

const text = z.string();
const stateSchema = z.object({
  grants: z.array(z.object({ customerId: text, token: text, customReference: text, revoked: z.boolean() })),
  balances: z.record(text, z.number()),
  open: z.array(
    z.object({
      customerId: text,
      cardRef: text,
      payment: z.object({
        txid: text,
        mcc: text,
        amount: text,
        amount_fx: text,
        currency: text,
        fx: text,
        fx_fee: text,
        status: text,
        type: text,
        balance_after: text,
        date: text,
        description: text,
      }),
    }),
  ),
  nextTxid: z.number().int(),
});

const SAVE_MS = 2_000;

/**
 * Keeps the bank's state in a file, written from time to time and at the end. Without a file it lives in memory.
 *
 * @throws Error with a sentence if the file exists and is not a bank's state
 */
export async function keepState(
  file: string | undefined,
): Promise<{ state: BankState; close(): Promise<void> }> {
  if (file === undefined) return { state: emptyState(), close: async () => undefined };
  const state = await readState(file);
  // State that was only read is not written back: another bank may use the same file.
  let written = JSON.stringify(state);
  let last = Promise.resolve();
  const save = async (): Promise<void> => {
    const now = JSON.stringify(state);
    if (now === written) return;
    written = now;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.new`, now, { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  const timer = setInterval(() => {
    // A disk that is full now may have space later; the last save, at close, may fail loudly.
    last = last.then(save).catch(() => {
      written = "";
    });
  }, SAVE_MS);
  return {
    state,
    close: async () => {
      clearInterval(timer);
      await last;
      await save();
    },
  };
}

async function readState(file: string): Promise<BankState> {
  const stored = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    // Any error but a missing file would create an empty bank, which would then overwrite the existing one.
    if (error.code === "ENOENT") return null;
    throw new Error(`The simulated bank cannot read its state in ${file}.`);
  });
  if (stored === null) return emptyState();
  try {
    return stateSchema.parse(JSON.parse(stored));
  } catch {
    throw new Error(`${file} is not the state of a simulated bank. Remove it to begin with an empty one.`);
  }
}
