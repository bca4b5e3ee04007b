import type { KeyRing } from "@/lib/crypto/key-ring";
import { fingerprint } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { insist } from "@/lib/db/insist";
import { type FoundSite, type ReceivingSite, toReceivingSite } from "./receiving-site";
import { findSiteById, listReceivingSites, type ReceivingRow } from "./site-store";
import type { SeenTest } from "./test-event";
import { listWaitingTests, noteTest, spendTest, type WaitingTest } from "./test-events-store";

/** Finds sites by the secret segment of the callback URL, without a query each time. */
export interface SiteCache {
  /** @throws if the database is unavailable and nothing recent enough is known */
  find(webhookKey: string): Promise<FoundSite | null>;
  /** A site as it is now, by id. */
  read(siteId: string): Promise<ReceivingSite | null>;
  /** Spends a test event: one request is taken for it. @returns false if another one was, or it is too old */
  spendTest(testId: string): Promise<boolean>;
  /** Stores how the request of a test event was seen. */
  noteTest(testId: string, seen: SeenTest): Promise<void>;
  /** A setting was changed in this process: the next look-up sees it. */
  clear(): void;
}

const LONGEST_KEY = 128;
/** A changed setting soon applies everywhere: older entries are refreshed in the background. */
const FRESH_MS = 5_000;
/** How long known sites are used while the database is unavailable. */
const OLDEST_MS = 60_000;
/**
 * The database is asked at most this often, however many unauthenticated requests arrive and however long it is
 * unavailable.
 */
const PACE_MS = 1_000;
const PATIENCE_MS = 7_000;

interface Snapshot {
  readonly at: number;
  readonly byKeyHash: ReadonlyMap<string, { row: ReceivingRow; keyCredentialId: string }>;
  /** Test events that wait for their request, by the hashes of their nonces. */
  readonly tests: ReadonlyMap<string, { id: string; row: ReceivingRow }>;
  /** Results by key: opening references once is enough. */
  readonly found: Map<string, FoundSite>;
}

/**
 * Holds all sites in memory by the hashes of their webhook keys. A known key never waits for the database, unless
 * nothing is known yet. An unknown one may have been created by another replica a moment ago: it waits until all sites
 * have been read once after it arrived, which happens once a second for all unauthenticated requests together.
 *
 * @param database asked for all sites
 * @param reading asked for one site at a time, on behalf of staff
 */
export function createSiteCache(database: Database, ring: KeyRing, reading = database): SiteCache {
  let snapshot: Snapshot | null = null;
  let cleared = 0;
  let begunAt = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<Snapshot> | null = null;

  const load = async (): Promise<Snapshot> => {
    const at = performance.now();
    const next = toSnapshot(
      at,
      await listReceivingSites(SYSTEM_SCOPE, database.prisma),
      await listWaitingTests(SYSTEM_SCOPE, database.prisma),
    );
    snapshot = next;
    return next;
  };
  const refresh = (goOn: () => boolean): Promise<Snapshot> => {
    if (refreshing !== null) return refreshing;
    begunAt = performance.now();
    const begun = insist(load, goOn).finally(() => {
      refreshing = null;
    });
    refreshing = begun;
    return begun;
  };
  /** The result of a read that starts after now: one already running may have read before. */
  const refreshAfter = async (): Promise<Snapshot> => {
    if (refreshing !== null) await refreshing.catch(() => undefined);
    return refresh(patiently());
  };
  /** What is known, refreshed first only if it must be. */
  const known = async (): Promise<Snapshot> => {
    const now = performance.now();
    if (snapshot !== null && snapshot.at > cleared) {
      if (now - snapshot.at < FRESH_MS) return snapshot;
      if (now - snapshot.at < OLDEST_MS) {
        // Whether it succeeds or not, this result is old enough to use.
        if (now - begunAt > PACE_MS) refresh(never).catch(() => undefined);
        return snapshot;
      }
    }
    const old = snapshot;
    return refreshAfter().catch((error: unknown) => {
      if (old !== null && performance.now() - old.at < OLDEST_MS) return old;
      throw error;
    });
  };
  let unauthenticated: Promise<Snapshot> | null = null;
  const forStrangers = (): Promise<Snapshot> => {
    unauthenticated ??= (async () => {
      await sleep(begunAt + PACE_MS - performance.now());
      unauthenticated = null; // later requests may have a key that this read does not see
      return refreshAfter();
    })();
    return unauthenticated;
  };

  return {
    async find(webhookKey) {
      if (webhookKey === "" || webhookKey.length > LONGEST_KEY) return null;
      const sites = await known();
      return lookUp(ring, sites, webhookKey) ?? lookUp(ring, await forStrangers(), webhookKey);
    },
    read: async (siteId) => {
      const row = await findSiteById(SYSTEM_SCOPE, reading.prisma, siteId);
      return row === null ? null : toReceivingSite(ring, row);
    },
    spendTest: (testId) => spendTest(SYSTEM_SCOPE, database.prisma, testId),
    noteTest: (testId, seen) => noteTest(SYSTEM_SCOPE, database.prisma, testId, seen),
    clear: () => {
      cleared = performance.now();
    },
  };
}

function toSnapshot(at: number, rows: readonly ReceivingRow[], waiting: readonly WaitingTest[]): Snapshot {
  const entries = rows.flatMap((row) =>
    row.credentials.flatMap(({ id, keyHash }) =>
      keyHash === null ? [] : [[hexOf(keyHash), { row, keyCredentialId: id }] as const],
    ),
  );
  const tests = waiting.flatMap(({ id, siteId, nonceHash }) => {
    const row = rows.find((site) => site.id === siteId);
    return row === undefined ? [] : [[hexOf(nonceHash), { id, row }] as const];
  });
  return { at, byKeyHash: new Map(entries), tests: new Map(tests), found: new Map() };
}

function lookUp(ring: KeyRing, sites: Snapshot, webhookKey: string): FoundSite | null {
  const found = sites.found.get(webhookKey);
  if (found !== undefined) return found;
  const hash = hexOf(fingerprint(webhookKey));
  const entry = sites.byKeyHash.get(hash);
  if (entry === undefined) {
    const test = sites.tests.get(hash);
    return test === undefined
      ? null
      : { site: toReceivingSite(ring, test.row), keyCredentialId: null, testId: test.id };
  }
  const { row, keyCredentialId } = entry;
  const opened = { site: toReceivingSite(ring, row), keyCredentialId, testId: null };
  sites.found.set(webhookKey, opened);
  return opened;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

const never = (): boolean => false;

function patiently(): () => boolean {
  const until = performance.now() + PATIENCE_MS;
  return () => performance.now() < until;
}

function sleep(milliseconds: number): Promise<void> {
  return milliseconds <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds));
}
