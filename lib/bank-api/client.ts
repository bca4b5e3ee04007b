import type { PhpMap } from "@/lib/anytime/body/tree";
import type { BankTransaction } from "@/lib/anytime/events";
import {
  type BankAccount,
  type BankCard,
  type BankTransactions,
  isLimit,
  type ReadAnswer,
  type Refusal,
  readAccounts,
  readAnswer,
  readCards,
  readRefusal,
  readTransaction,
  readTransactions,
} from "./answers";
import type { Circuit } from "./circuit";
import type { BankKey, SigningSite } from "./keys";
import { signRequest } from "./sign-request";
import { type Reply, sendOnce } from "./transport";

/** The result of a call. Only `ok` has anything to store; every other one says what to do. */
export type BankAnswer<Value> =
  /** `timestamp`: the answer's own time, as its digits were sent. */
  | { readonly outcome: "ok"; readonly value: Value; readonly timestamp: string }
  /** The bank refuses the token (revoked, expired, scope), or us (our key, our address). */
  | { readonly outcome: "refused"; readonly why: Refusal }
  /** The bank knows no such card or transaction. */
  | { readonly outcome: "missing" }
  /** The bank has too much to do, or we call too often. */
  | { readonly outcome: "busy"; readonly retryAfterMs: number }
  /** Our own budget for this site is used up for now. */
  | { readonly outcome: "budget"; readonly retryAfterMs: number }
  | { readonly outcome: "unreachable" }
  /** It answers, but not as the bank does. `problem` quotes nothing. */
  | { readonly outcome: "malformed"; readonly problem: "shape" | "hash" | "redirect" | "too_large" | "error" }
  /** The site has no key: the feature is off. */
  | { readonly outcome: "off" };

/** Whose data to read, and with what. */
export interface BankAccess {
  readonly siteId: string;
  readonly token: string;
}

/** The part of a card's transactions to read. */
export interface TransactionPage {
  /** Days of the bank (Europe/Paris), both included: YYYY-MM-DD. */
  readonly from?: string;
  readonly to?: string;
  readonly start: number;
  readonly count: number;
}

/** The bank's REST API, as a customer's token opens it. */
export interface BankClient {
  listAccounts(access: BankAccess): Promise<BankAnswer<BankAccount[]>>;
  listCards(access: BankAccess, accId: string): Promise<BankAnswer<BankCard[]>>;
  listTransactions(
    access: BankAccess,
    cardRef: string,
    page: TransactionPage,
  ): Promise<BankAnswer<BankTransactions>>;
  readTransaction(access: BankAccess, cardRef: string, txid: string): Promise<BankAnswer<BankTransaction>>;
  /** Whether calls are stopped because the bank does not answer. */
  readonly circuitOpen: boolean;
}

interface ClientDependencies {
  /** The only host that is ever called. */
  readonly origin: string;
  /** The site's keys and references; null if it has no key. */
  readonly findSite: (siteId: string) => Promise<SigningSite | null>;
  /** Takes one call from the site's budget. */
  readonly takeCall: (
    siteId: string,
  ) => Promise<{ ok: true; waitMs: number } | { ok: false; retryAfterMs: number }>;
  /** The bank said that we call too often. */
  readonly slowDown: (siteId: string) => Promise<void>;
  /** A key was accepted. */
  readonly keyUsed: (siteId: string, keyId: string) => Promise<void>;
  readonly circuit: Circuit;
  readonly timeoutMs?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const MOST_TRIES = 3;
const FIRST_PAUSE_MS = 400;
/** Waiting longer than this inside a call keeps whoever asked too long. */
const LONGEST_PAUSE_MS = 5_000;
const BUSY_MS = 60_000;

type Tried = { final: BankAnswer<PhpMap> } | { again: BankAnswer<PhpMap>; afterMs: number };

/** Creates the client. It keeps nothing but the state of its circuit. */
export function createBankClient(deps: ClientDependencies): BankClient {
  const call = async <Value>(
    access: BankAccess,
    path: string,
    read: (body: PhpMap) => Value | null,
  ): Promise<BankAnswer<Value>> => {
    const site = await deps.findSite(access.siteId);
    if (site === null) return { outcome: "off" };
    const answer = await callWithKeys(deps, site, access, path);
    if (answer.outcome !== "ok") return answer;
    const value = read(answer.value);
    return value === null ? { outcome: "malformed", problem: "shape" } : { ...answer, value };
  };
  const id = encodeURIComponent;
  return {
    listAccounts: (access) => call(access, "accounts", readAccounts),
    listCards: (access, accId) => call(access, `accounts/${id(accId)}/cards`, readCards),
    listTransactions: (access, cardRef, page) =>
      call(access, `cards/${id(cardRef)}/transactions?${pageQuery(page)}`, readTransactions),
    readTransaction: (access, cardRef, txid) =>
      call(access, `cards/${id(cardRef)}/transactions/${id(txid)}`, readTransaction),
    get circuitOpen() {
      return deps.circuit.isOpen;
    },
  };
}

function pageQuery({ from, to, start, count }: TransactionPage): string {
  return new URLSearchParams({
    ...(from === undefined ? {} : { date_start: from }),
    ...(to === undefined ? {} : { date_end: to }),
    limit_start: String(start),
    limit_number: String(count),
  }).toString();
}

/** Signs with the current key, and with the previous one if the bank does not know the current one yet. */
async function callWithKeys(
  deps: ClientDependencies,
  site: SigningSite,
  access: BankAccess,
  path: string,
): Promise<BankAnswer<PhpMap>> {
  let answer: BankAnswer<PhpMap> = { outcome: "off" };
  for (const key of site.keys) {
    answer = await callWithRetries(deps, site, access, path, key);
    if (answer.outcome === "ok") await deps.keyUsed(access.siteId, key.id);
    if (answer.outcome !== "refused" || answer.why !== "our_key") return answer;
  }
  return answer;
}

async function callWithRetries(
  deps: ClientDependencies,
  site: SigningSite,
  access: BankAccess,
  path: string,
  key: BankKey,
): Promise<BankAnswer<PhpMap>> {
  const sleep = deps.sleep ?? pause;
  for (let tries = 1; ; tries += 1) {
    if (!deps.circuit.allows()) return { outcome: "unreachable" };
    const taken = await deps.takeCall(access.siteId);
    if (!taken.ok) return { outcome: "budget", retryAfterMs: taken.retryAfterMs };
    if (taken.waitMs > 0) await sleep(taken.waitMs);
    const headers = { ...signRequest(key.privateKey), authorization: `Bearer ${access.token}` };
    const reply = await sendOnce(`${deps.origin}/v1.0/${path}`, headers, deps.timeoutMs ?? 10_000);
    const tried = await judge(deps, site, access, reply);
    if ("final" in tried) return tried.final;
    const wait = Math.max(tried.afterMs, jitter(FIRST_PAUSE_MS * 2 ** (tries - 1)));
    if (tries === MOST_TRIES || wait > LONGEST_PAUSE_MS) return tried.again;
    await sleep(wait);
  }
}

/** What one reply means, and whether the same call may succeed a moment later. */
async function judge(
  deps: ClientDependencies,
  site: SigningSite,
  access: BankAccess,
  reply: Reply,
): Promise<Tried> {
  if (reply.kind === "unreachable") {
    deps.circuit.failed();
    return { again: { outcome: "unreachable" }, afterMs: 0 };
  }
  if (reply.kind !== "reply") {
    deps.circuit.succeeded();
    return { final: { outcome: "malformed", problem: reply.kind } };
  }
  const { status, retryAfterMs } = reply;
  if (status === 429 || (status === 503 && retryAfterMs !== null))
    return tooMany(deps, access, status, retryAfterMs);
  if (status >= 500) {
    deps.circuit.failed();
    return { again: { outcome: "unreachable" }, afterMs: retryAfterMs ?? 0 };
  }
  deps.circuit.succeeded();
  const read = readAnswer(reply.bytes, site.partnerRefs);
  if (read.kind === "error" && isLimit(read.exception)) return tooMany(deps, access, 429, retryAfterMs);
  return { final: meaning(status, read) };
}

async function tooMany(
  deps: ClientDependencies,
  { siteId }: BankAccess,
  status: number,
  retryAfterMs: number | null,
): Promise<Tried> {
  deps.circuit.succeeded();
  if (status === 429) await deps.slowDown(siteId);
  const waitMs = retryAfterMs ?? BUSY_MS;
  return { again: { outcome: "busy", retryAfterMs: waitMs }, afterMs: waitMs };
}

function meaning(status: number, read: ReadAnswer): BankAnswer<PhpMap> {
  if (read.kind === "malformed")
    return status === 404 && read.problem === "shape"
      ? { outcome: "missing" }
      : { outcome: "malformed", problem: read.problem };
  if (read.kind === "error") {
    const why = readRefusal(status, read);
    if (why !== null) return { outcome: "refused", why };
    return status === 404 ? { outcome: "missing" } : { outcome: "malformed", problem: "error" };
  }
  if (status !== 200) return { outcome: "malformed", problem: "shape" };
  return { outcome: "ok", value: read.body, timestamp: read.timestamp };
}

/** Between half of it and all of it, so that replicas do not call in step. */
function jitter(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
