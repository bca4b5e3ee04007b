import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { AuditKeys } from "@/lib/audit/record";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import type { Database } from "@/lib/db/connect/client";
import { checkKeys } from "@/lib/db/key-checks";

type StaffKeys = { ok: true; keys: AuditKeys } | { ok: false; problem: string };

const secretsSchema = z.object({ AUDIT_KEY: z.string(), ENCRYPTION_KEYS: z.string() });

/**
 * The keys of the server's audit trail: from the environment or `.env`, or those that a demo or development machine
 * generated. Keys that are not the database's own are refused, because they break the chain.
 */
export async function readStaffKeys(database: Database): Promise<StaffKeys> {
  const given = secretsSchema.safeParse(await readSecrets());
  if (!given.success)
    return {
      ok: false,
      problem:
        "AUDIT_KEY and ENCRYPTION_KEYS are missing: what is done from the shell is audited, too. Set those that the server runs with.",
    };
  const parsed = parseKeyRing(given.data.ENCRYPTION_KEYS);
  if (!parsed.ok) return { ok: false, problem: `ENCRYPTION_KEYS is not usable: ${parsed.problem}.` };
  const keys = { ring: parsed.ring, auditKey: given.data.AUDIT_KEY };
  const [changed] = await checkKeys(database.prisma, keys);
  if (changed === undefined) return { ok: true, keys };
  return {
    ok: false,
    problem: `${changed.variable} is not the one that the server runs with. Set that one.`,
  };
}

async function readSecrets(): Promise<unknown> {
  const { AUDIT_KEY, ENCRYPTION_KEYS, DATA_DIR } = process.env;
  if (AUDIT_KEY || ENCRYPTION_KEYS)
    return { AUDIT_KEY: AUDIT_KEY ?? "", ENCRYPTION_KEYS: ENCRYPTION_KEYS ?? "" };
  const file = path.resolve(DATA_DIR || ".data", "development-secrets.json");
  const text = await readFile(file, "utf8").catch(() => "null"); // there is none if the server is no demo
  return JSON.parse(text);
}
