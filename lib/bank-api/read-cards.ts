import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { createLoop, type Loop } from "@/lib/background/loop";
import { applyBankCards, type ReachedAccount } from "@/lib/cards/attribution/bank-cards";
import { open } from "@/lib/crypto/seal";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { noteRefusal } from "@/lib/links/tokens/readings-store";
import { refoldTokens } from "@/lib/links/tokens/refold-tokens";
import { publish } from "@/lib/live/publish";
import { readBudget } from "./budget-store";
import type { BankAccess, BankAnswer, BankClient } from "./client";
import {
  claimReading,
  type DueReading,
  mayRead,
  type ReadingOutcome,
  readProgress,
  settleReading,
  stillReads,
} from "./readings-store";
import { daysOfRound } from "./round-days";

interface ReaderDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly bank: BankClient;
  /** False on replicas that only take deliveries in. */
  readonly enabled: boolean;
}

type NotRead = Exclude<BankAnswer<never>, { outcome: "ok" }>;
type Read = { ok: true; accounts: ReachedAccount[]; calls: number } | { ok: false; why: NotRead };

const POLL_MS = 2_000;
const DAY_MS = 86_400_000;
/** A fault of ours (key, address) is mended by people; a site rests so long before it is tried again. */
const OURS_MS = 10 * 60_000;
const FIRST_RETRY_MS = 60_000;

/** Creates the background work that reads the accounts and cards of tokens, one token after the other. */
export function createCardReader(deps: ReaderDependencies): Loop {
  const resting = new Map<string, number>();
  const loop = createLoop({
    round: async () => ((await readNext(deps, resting)) ? "more" : "idle"),
    everyMs: POLL_MS,
    afterFailureMs: 10_000,
    failure: "cards could not be read through the bank's API; it will be retried",
  });
  return deps.enabled ? loop : { ...loop, start: () => undefined };
}

/**
 * Reads the token that is due longest.
 *
 * @param resting until when sites are left alone, by their id
 * @returns false if none is due
 */
export async function readNext(deps: ReaderDependencies, resting: Map<string, number>): Promise<boolean> {
  for (const [siteId, until] of resting) if (until <= Date.now()) resting.delete(siteId);
  const reading = await claimReading(SYSTEM_SCOPE, deps.database.prisma, [...resting.keys()]);
  if (reading === null) return false;
  const place = { table: "api_tokens", row: reading.tokenId, site: reading.siteId };
  const token = open(deps.keys.ring, place, reading.tokenSealed).toString("utf8");
  const goOn = () => mayRead(SYSTEM_SCOPE, deps.database.prisma, reading);
  const read = await readAll(deps.bank, { siteId: reading.siteId, token }, goOn);
  if (read.ok) await store(deps, reading, read.accounts, read.calls);
  else await giveUp(deps, reading, read.why, resting);
  return true;
}

/** Reads everything that a token reaches. Stops where it is revoked meanwhile: then nothing of it is stored. */
async function readAll(bank: BankClient, access: BankAccess, goOn: () => Promise<boolean>): Promise<Read> {
  const accounts = await bank.listAccounts(access);
  if (accounts.outcome !== "ok") return { ok: false, why: accounts };
  const reached: ReachedAccount[] = [];
  for (const { accId, accType } of accounts.value) {
    if (!(await goOn())) return { ok: true, accounts: [], calls: 0 };
    const cards = await bank.listCards(access, accId);
    // An account that was closed in between has no cards.
    if (cards.outcome === "missing") continue;
    if (cards.outcome !== "ok") return { ok: false, why: cards };
    reached.push({ accId, accType, cards: cards.value });
  }
  return { ok: true, accounts: reached, calls: 1 + accounts.value.length };
}

async function store(
  { database, keys }: ReaderDependencies,
  reading: DueReading,
  accounts: readonly ReachedAccount[],
  calls: number,
): Promise<void> {
  const { tokenId, siteId, userId } = reading;
  await database.prisma.$transaction(async (tx) => {
    // Whoever lost the token while it was read gets nothing of it.
    if (!(await stillReads(SYSTEM_SCOPE, tx, reading)))
      return settleReading(SYSTEM_SCOPE, tx, tokenId, { outcome: null, calls, inMs: 0 });
    const { attributed, asked, changes } = await applyBankCards(SYSTEM_SCOPE, tx, reading, accounts);
    const progress = await readProgress(SYSTEM_SCOPE, tx, siteId);
    const days = daysOfRound(progress.calls, await readBudget(SYSTEM_SCOPE, tx, siteId));
    await settleReading(SYSTEM_SCOPE, tx, tokenId, { outcome: "ok", calls, inMs: days * DAY_MS });
    if (attributed.length > 0 || asked.length > 0)
      await recordAudit(SYSTEM_SCOPE, tx, keys, {
        action: "card.assign_by_bank",
        outcome: "done",
        siteId,
        targetType: "linked_user",
        targetId: userId,
        details: { cards: attributed.length, asked: asked.length },
      });
    const user = { siteId, kind: "linked_user" as const, entityId: userId };
    await publish(SYSTEM_SCOPE, tx, [...changes, user]);
  });
}

async function giveUp(
  { database, keys }: ReaderDependencies,
  { tokenId, siteId, userId, failures }: DueReading,
  why: NotRead,
  resting: Map<string, number>,
): Promise<void> {
  const settle = (outcome: ReadingOutcome | null, inMs: number | null) =>
    settleReading(SYSTEM_SCOPE, database.prisma, tokenId, { outcome, calls: 0, inMs });
  const later = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 11), DAY_MS);
  switch (why.outcome) {
    case "budget":
    case "busy":
      resting.set(siteId, Date.now() + why.retryAfterMs);
      return settle(null, 0);
    case "unreachable":
      resting.set(siteId, Date.now() + FIRST_RETRY_MS);
      return settle("unreachable", later);
    case "off":
      return settle(null, OURS_MS);
    case "missing":
    case "malformed":
      return settle("malformed", later);
    case "refused":
      break;
  }
  if (why.why === "our_key" || why.why === "our_address") {
    resting.set(siteId, Date.now() + OURS_MS);
    return settle(why.why, OURS_MS);
  }
  if (why.why === "scope") return settle("scope", DAY_MS);
  const ended = why.why;
  await database.prisma.$transaction(async (tx) => {
    await settleReading(SYSTEM_SCOPE, tx, tokenId, { outcome: ended, calls: 0, inMs: DAY_MS });
    if (!(await noteRefusal(SYSTEM_SCOPE, tx, tokenId, ended))) return;
    const changes = await refoldTokens(SYSTEM_SCOPE, tx, [tokenId]);
    await recordAudit(SYSTEM_SCOPE, tx, keys, {
      action: `token.found_${ended}`,
      outcome: "done",
      siteId,
      targetType: "linked_user",
      targetId: userId,
      details: { tokenId },
    });
    await publish(SYSTEM_SCOPE, tx, changes);
  });
}
