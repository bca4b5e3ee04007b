import type { AuditKeys } from "./audit/record";
import { createSights, type Sights } from "./audit/sights";
import { createAuditStream } from "./audit/stream";
import { createLockWatch } from "./background/lock-watch";
import type { Loop } from "./background/loop";
import { createRetention } from "./background/retention";
import { slowDown, takeCall } from "./bank-api/budget-store";
import { createCircuit } from "./bank-api/circuit";
import { type BankClient, createBankClient } from "./bank-api/client";
import { findSigningSite } from "./bank-api/keys";
import { noteKeyUse } from "./bank-api/keys-store";
import { createCardReader } from "./bank-api/read-cards";
import { createRollups } from "./cards/rollups/rollups";
import { SYSTEM_SCOPE } from "./db/access/scope";
import { type Clock, createClock } from "./db/clock";
import type { Database } from "./db/connect/client";
import { type Databases, openDatabases } from "./db/connect/pools";
import { apiOrigin, connectUrl, type Env, isDevelopmentBank, mailSettings, readEnv } from "./env";
import { createProxyWatch, type ProxyWatch } from "./http/hosts/proxy-watch";
import { createMetrics, type Metrics } from "./http/metrics/metrics";
import { createScriptProbe, type ScriptProbe } from "./http/outgoing/script-probe";
import { type Health, readHealth } from "./http/probes/health";
import { createReadiness, type Readiness } from "./http/probes/readiness";
import { createMonitor, type Monitor } from "./incidents/monitor";
import { tableOfWork } from "./job-table";
import { createJobRunner } from "./jobs/runner";
import type { WorkTable } from "./jobs/work";
import { createWordFill } from "./links/finding/fill-words";
import { createLinkExpiry } from "./links/sessions/link-expiry";
import { createStandingCounts } from "./links/standing/standing-counts";
import { createHub, type Hub } from "./live/hub";
import { hydrate } from "./live-rows";
import { createMailer, type Mailer } from "./mail/mailer";
import { createRequestLog, type RequestLog } from "./partner-api/keys/request-log";
import { listPurges } from "./purges";
import { type Remembered, rememberFor } from "./remember-for";
import { makeProxyList } from "./sites/addresses/address";
import { listScriptHosts } from "./sites/connect-page/settings-store";
import { createSiteCache } from "./sites/finding/site-cache";
import { listSiteIds } from "./sites/finding/site-store";
import { createStaffUses, type StaffUses } from "./staff/account/uses";
import { createPasswordGate, type PasswordGate } from "./staff/sign-in/password-gate";
import { createRefusals, type Refusals } from "./staff/sign-in/refusals";
import { createDeliveryMetrics, type DeliveryMetrics } from "./webhooks/metrics/delivery-metrics";
import { createProcessor } from "./webhooks/process/process";
import { readInboxDepth } from "./webhooks/read/deliveries-store";
import { createBodyMonths } from "./webhooks/receive/body-months";
import { createOffsets } from "./webhooks/receive/clock-offset";
import { createInbox, type Inbox } from "./webhooks/receive/inbox";
import type { ReceiveDependencies } from "./webhooks/receive/receive";

/** What must exist once per process, however often its modules are loaded. */
export interface Runtime {
  readonly env: Env;
  /** The pool that staff, partners and end users wait for: `databases.staff`. */
  readonly database: Database;
  readonly databases: Databases;
  readonly clock: Clock;
  readonly auditKeys: AuditKeys;
  /** What both doors of the webhook receive with. */
  readonly receiving: ReceiveDependencies;
  readonly inbox: Inbox;
  readonly processor: Loop;
  readonly jobs: Loop;
  /** What each kind of job does. */
  readonly jobWork: WorkTable;
  readonly rollups: Loop;
  readonly monitor: Monitor;
  /** The bank's REST API. Without a key it is off, site by site. */
  readonly bank: BankClient;
  /** Background work that nothing else needs to know of. */
  readonly chores: readonly Loop[];
  /** null if no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly hub: Hub;
  /** What the partner's backend asks for, written in the background. */
  readonly apiRequests: RequestLog;
  readonly passwords: PasswordGate;
  readonly refusals: Refusals;
  /** When sessions and permissions of staff were last used. */
  readonly staffUses: StaffUses;
  readonly sights: Sights;
  readonly proxyWatch: ProxyWatch;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly scriptProbe: ScriptProbe;
  /** The state of the installation, at most a second old. */
  health(): Promise<Health>;
  /** Hosts that connect pages may load scripts from besides the bank's, at most a few seconds old. */
  scriptHosts(): Promise<readonly string[]>;
  /** All sites, as a scope names them; a new one is known a few seconds late. */
  readonly siteIds: Remembered<readonly string[]>;
  close(): Promise<void>;
}

// Next bundles routes, pages and instrumentation separately and server.ts loads lib again, so a module's own variable
// would exist several times. They share the global symbol.
const KEY = Symbol.for("anytime-connect.runtime");
const holder = globalThis as { [KEY]?: Runtime };

/** The process's runtime, created on first use from the environment. */
export function getRuntime(): Runtime {
  holder[KEY] ??= createRuntime(readEnv());
  return holder[KEY];
}

function createChores(env: Env, database: Database, cards: Loop): Loop[] {
  return [
    cards,
    createBodyMonths(database),
    createLinkExpiry(database),
    createWordFill(database),
    createStandingCounts(database),
    createLockWatch(database),
    createAuditStream(database, env.AUDIT_STREAM ?? null),
    createRetention(listPurges(database, env)),
  ];
}

function openBank(env: Env, { prisma }: Database): BankClient {
  return createBankClient({
    origin: apiOrigin(env),
    findSite: (siteId) => findSigningSite(prisma, env.ENCRYPTION_KEYS, siteId),
    takeCall: (siteId) => takeCall(SYSTEM_SCOPE, prisma, siteId),
    slowDown: (siteId) => slowDown(SYSTEM_SCOPE, prisma, siteId),
    keyUsed: (siteId, keyId) => noteKeyUse(SYSTEM_SCOPE, prisma, siteId, keyId),
    circuit: createCircuit({ failures: 5, pauseMs: 30_000, longestMs: 600_000 }),
  });
}

function createRuntime(env: Env): Runtime {
  const databases = openDatabases(env.DATABASE_URL, env.DATABASE_CONNECTIONS, env.READ_DATABASE_URL ?? null);
  const { intake, staff, background, reads } = databases;
  const auditKeys = { ring: env.ENCRYPTION_KEYS, auditKey: env.AUDIT_KEY };
  const sites = createSiteCache(intake, env.ENCRYPTION_KEYS, staff);
  const metrics: Metrics = createMetrics({
    pools: databases.pools,
    inbox: rememberFor(FRESH_MS, () => readInboxDepth(SYSTEM_SCOPE, background.prisma)),
    liveStreams: () => hub.readers,
    replicaLagMs: () => reads.lagMs,
  });
  const bank = openBank(env, background);
  const cards = createCardReader({ database: background, keys: auditKeys, bank, enabled: env.PROCESS_INBOX });
  const processor = createProcessor({
    database: background,
    ring: env.ENCRYPTION_KEYS,
    enabled: env.PROCESS_INBOX,
    onProcessed: (deliveries) => {
      metrics.processed(deliveries);
      cards.wake();
    },
  });
  const rollups = createRollups({ database: background, enabled: env.PROCESS_INBOX });
  const inbox = createInbox({ database: intake, onCommitted: processor.wake });
  const deliveryMetrics = countForMetrics(createDeliveryMetrics({ database: background }), metrics);
  deliveryMetrics.start();
  const clock = createClock(background.prisma);
  const receiving = {
    ring: env.ENCRYPTION_KEYS,
    proxies: { hops: env.TRUSTED_PROXY_HOPS, isProxy: makeProxyList(env.TRUSTED_PROXY_ADDRESSES) },
    development: isDevelopmentBank(env),
    sites,
    inbox,
    deliveryMetrics,
    clock,
    offsets: createOffsets(intake.prisma),
  };
  const apiRequests = createRequestLog(background);
  const mail = mailSettings(env);
  const mailer = mail === null ? null : createMailer(mail.url, mail.from);
  const jobWork = tableOfWork({
    ...{ keys: auditKeys, receiving, bank, db: background.prisma, mailer },
    ...{ connectUrl: connectUrl(env), appUrl: env.APP_URL },
    onDecided: processor.wake,
  });
  const jobs = createJobRunner({ database: background, keys: auditKeys, work: jobWork });
  const monitor = createMonitor({ database: background, mailer, appUrl: env.APP_URL });
  const staffUses = createStaffUses(background);
  const sights = createSights(background, auditKeys);
  const chores = [...createChores(env, background, cards), apiRequests, staffUses, sights];
  const refusals = createRefusals({ database: background, keys: auditKeys });
  const readiness = createReadiness(() => intake.pool.query("SELECT 1"));
  const health = rememberFor(FRESH_MS, () => readHealth(background, reads.state));
  const hub: Hub = createHub({
    database: background,
    listenUrl: env.LISTEN_DATABASE_URL ?? env.DATABASE_URL,
    hydrate: (scope, changes) => hydrate(scope, background.prisma, changes),
    position: reads.position,
    isWell: async () => (await health()).status === "ok",
  });
  return {
    env,
    database: staff,
    databases,
    clock,
    auditKeys,
    receiving,
    inbox,
    processor,
    jobs,
    jobWork,
    rollups,
    monitor,
    bank,
    chores,
    mailer,
    hub,
    apiRequests,
    passwords: createPasswordGate(),
    refusals,
    ...{ staffUses, sights },
    proxyWatch: createProxyWatch(),
    readiness,
    ...{ metrics, scriptProbe: createScriptProbe() },
    siteIds: rememberFor(SITE_IDS_MS, () => listSiteIds(SYSTEM_SCOPE, staff.prisma)),
    health,
    scriptHosts: rememberFor(SCRIPT_HOSTS_MS, () => listScriptHosts(SYSTEM_SCOPE, staff.prisma)),
    close: async () => {
      clock.stop();
      reads.stop();
      readiness.stop();
      await hub.close();
      for (const work of [monitor, refusals, jobs]) await work.stop();
      await inbox.drain();
      for (const work of [processor, rollups, deliveryMetrics, ...chores]) await work.stop();
      await databases.close();
      delete holder[KEY];
    },
  };
}

const SCRIPT_HOSTS_MS = 10_000;
const SITE_IDS_MS = 5_000;
/** However often the state is read, it costs the database no more than this. */
const FRESH_MS = 1_000;

/** A counter that also updates the metrics. */
function countForMetrics(deliveryMetrics: DeliveryMetrics, metrics: Metrics): DeliveryMetrics {
  return {
    ...deliveryMetrics,
    answered: (siteId, outcome, milliseconds) => {
      metrics.intake(outcome, milliseconds);
      deliveryMetrics.answered(siteId, outcome, milliseconds);
    },
    unauthenticated: (trace) => {
      metrics.intake("unknown_key", null);
      deliveryMetrics.unauthenticated(trace);
    },
  };
}
