import { escapeInvisible } from "@/lib/anytime/values/visible-text";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { UnknownKeyError } from "@/lib/crypto/key-ring";
import { fingerprint } from "@/lib/crypto/secrets";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { limitLockWait } from "@/lib/db/take-lock";
import { applyCardTransactions } from "@/lib/webhooks/process/card-transactions";
import { type OpenedDelivery, openDelivery } from "@/lib/webhooks/process/open-delivery";
import { takePending } from "@/lib/webhooks/process/process-store";
import { applyTokens } from "@/lib/webhooks/process/tokens";
import { insertReplays } from "./decide-store";
import {
  type Snapshot,
  snapshotCard,
  snapshotToken,
  snapshotTransaction,
  snapshotUser,
} from "./dry-run-store";

/** The new value of a field; null if it has none. */
export interface FieldChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The changes of a row. */
export interface EntityChange {
  readonly entity: "api_token" | "card_transaction" | "card" | "linked_user";
  readonly id: string;
  /** How people recognise it: the start of a fingerprint, a merchant, a card, a name. */
  readonly label: string;
  readonly created: boolean;
  readonly fields: readonly FieldChange[];
}

/** `unreadable`: the payload breaks the documented shape, `detail` says where. `busy`: its rows are held by others. */
export type DryRun =
  | { readonly ok: true; readonly changes: readonly EntityChange[] }
  | {
      readonly ok: false;
      readonly problem: "not_found" | "unreadable" | "unknown_key" | "busy";
      readonly detail?: string;
    };

const LOCK_WAIT_MS = 2_000;
/** SQLSTATE of a lock that was not granted in time. */
const LOCK_NOT_AVAILABLE = "55P03";

/** The rows before and after, or why there are none. */
type Outcome = { readonly before: Seen; readonly after: Seen } | Extract<DryRun, { ok: false }>;

/** Carries an outcome out of a transaction that must be rolled back. */
class RolledBack extends Error {
  constructor(readonly outcome: Outcome) {
    super("rolled back on purpose");
  }
}

/**
 * Shows what processing a delivery again would change, by doing it in a transaction that is rolled back. Takes
 * no processor lock: it writes the same rows in the same order as the processor, and gives up if they are held
 * for long. New rows get new ids when it is done for real.
 */
export async function dryRun(
  scope: Scope,
  database: Database,
  ring: KeyRing,
  deliveryId: string,
): Promise<DryRun> {
  try {
    return await database.prisma.$transaction(async (tx) => {
      await limitLockWait(tx, LOCK_WAIT_MS);
      throw new RolledBack(await runOnce(scope, tx, ring, deliveryId));
    });
  } catch (error) {
    if (error instanceof RolledBack) return await toDryRun(scope, database.prisma, error.outcome);
    if (error instanceof UnknownKeyError) return { ok: false, problem: "unknown_key" };
    if (isLockTimeout(error)) return { ok: false, problem: "busy" };
    throw error;
  }
}

async function runOnce(scope: Scope, tx: Db, ring: KeyRing, deliveryId: string): Promise<Outcome> {
  const replays = await insertReplays(scope, tx, [deliveryId]);
  const replayId = replays.get(deliveryId);
  const [pending] = replayId === undefined ? [] : await takePending(scope, tx, 1, [replayId]);
  if (pending === undefined) return { ok: false, problem: "not_found" };
  const opened = openDelivery(ring, pending);
  if (opened.problem !== null) return { ok: false, problem: "unreadable", detail: opened.problem };
  const before = await snapshot(scope, tx, opened);
  await applyTokens(SYSTEM_SCOPE, tx, ring, [opened]);
  if (opened.waitsUntil === null) await applyCardTransactions(SYSTEM_SCOPE, tx, [opened]);
  return { before, after: await snapshot(scope, tx, opened, before) };
}

/** Read after the transaction ended: it must not hold a connection while another is needed. */
async function toDryRun(scope: Scope, db: Db, outcome: Outcome): Promise<DryRun> {
  if ("ok" in outcome) return outcome;
  const { before, after } = outcome;
  // The new owner of a token is known only now; the current row is the state before.
  for (const [key, { entity, label, row }] of after) {
    if (entity !== "linked_user" || before.has(key)) continue;
    const old = await snapshotUser(scope, db, row.id);
    before.set(key, { entity, label, row: old ?? row });
  }
  return { ok: true, changes: compare(before, after) };
}

type Seen = Map<string, { entity: EntityChange["entity"]; label: string; row: Snapshot }>;

/** The rows that a delivery can change; also those of `also`, so that a user who loses a token is seen. */
async function snapshot(scope: Scope, tx: Db, opened: OpenedDelivery, also?: Seen): Promise<Seen> {
  const seen: Seen = new Map();
  const add = (entity: EntityChange["entity"], row: (Snapshot & { label: string }) | null): void => {
    if (row !== null) seen.set(`${entity}:${row.id}`, { entity, label: escapeInvisible(row.label), row });
  };
  const { siteId, event } = opened;
  if (event?.name === "card_transaction_received") {
    const key = { siteId, accId: event.accId, cardRef: event.cardRef };
    add("card", await snapshotCard(scope, tx, key));
    const { txid } = event.transaction;
    add("card_transaction", await snapshotTransaction(scope, tx, { ...key, txid }));
  } else if (event?.name === "token_created" || event?.name === "token_revoked") {
    const token = await snapshotToken(scope, tx, siteId, fingerprint(event.token));
    add("api_token", token);
    const others = [...(also?.values() ?? [])].filter(({ entity }) => entity === "linked_user");
    const users = new Set([token?.userId ?? null, ...others.map(({ row }) => row.id)]);
    for (const id of users) if (id !== null) add("linked_user", await snapshotUser(scope, tx, id));
  }
  return seen;
}

const NOT_FIELDS: ReadonlySet<string> = new Set(["id", "label", "userId"]);

function compare(before: Seen, after: Seen): EntityChange[] {
  return [...after].flatMap(([key, { entity, label, row }]) => {
    const old = before.get(key)?.row;
    const fields = Object.keys(row)
      .filter((name) => !NOT_FIELDS.has(name))
      .map((name) => ({ name, before: textOf(old?.[name]), after: textOf(row[name]) }))
      .filter((field) => field.before !== field.after);
    return fields.length === 0 ? [] : [{ entity, id: row.id, label, created: old === undefined, fields }];
  });
}

function textOf(value: Snapshot[string] | undefined): string | null {
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value.toISOString() : escapeInvisible(String(value));
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && JSON.stringify(error).includes(LOCK_NOT_AVAILABLE);
}
