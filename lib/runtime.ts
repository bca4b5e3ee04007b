import { createMonitor, type Monitor } from "./attention/monitor";
import type { AuditKeys } from "./audit/record";
import type { Database } from "./db/client";
import { type Clock, createClock } from "./db/clock";
import { createLockWatch, type LockWatch } from "./db/lock-watch";
import { type Databases, openDatabases } from "./db/pools";
import { SYSTEM_SCOPE } from "./db/scope";
import { type Env, isDevelopmentBank, mailSettings, readEnv } from "./env";
import { listScriptHosts } from "./links/connect-settings-store";
import { createLinkExpiry, type LinkExpiry } from "./links/link-expiry";
import { createHub, type Hub } from "./live/hub";
import { hydrate } from "./live-rows";
import { createMailer, type Mailer } from "./mail/mailer";
import { createPasswordGate, type PasswordGate } from "./staff/password-gate";
import { createRefusals, type Refusals } from "./staff/refusals";
import { createOffsets } from "./webhooks/clock-offset";
import { createInbox, type Inbox } from "./webhooks/inbox";
import { createJobRunner, type JobRunner } from "./webhooks/job-runner";
import { createProcessor, type Processor } from "./webhooks/process";
import type { ReceiveDependencies } from "./webhooks/receive";
import { createSiteCache } from "./webhooks/site-cache";
import { createTally } from "./webhooks/tally";

/** What must exist once in a process, however often its modules are loaded. */
export interface Runtime {
  readonly env: Env;
  /** What staff, partners and end users wait for: `databases.staff`. */
  readonly database: Database;
  readonly databases: Databases;
  readonly clock: Clock;
  readonly auditKeys: AuditKeys;
  /** What both of the webhook's doors receive with. */
  readonly receiving: ReceiveDependencies;
  readonly inbox: Inbox;
  readonly processor: Processor;
  readonly jobs: JobRunner;
  readonly monitor: Monitor;
  readonly linkExpiry: LinkExpiry;
  readonly lockWatch: LockWatch;
  /** null where no mail server is set. */
  readonly mailer: Mailer | null;
  readonly hub: Hub;
  readonly passwords: PasswordGate;
  readonly refusals: Refusals;
  /** Hosts that connect pages may load scripts from besides the bank's, a few seconds old at most. */
  scriptHosts(): Promise<readonly string[]>;
  close(): Promise<void>;
}

// Next bundles routes, pages and instrumentation apart and server.ts loads lib again, so a module's own
// variable would exist several times. The global symbol is what they share.
const KEY = Symbol.for("anytime-connect.runtime");
const holder = globalThis as { [KEY]?: Runtime };

/** The process's runtime, made on first use from the environment. */
export function getRuntime(): Runtime {
  holder[KEY] ??= createRuntime(readEnv());
  return holder[KEY];
}

function createRuntime(env: Env): Runtime {
  const databases = openDatabases(env.DATABASE_URL, env.DATABASE_CONNECTIONS);
  const { intake, staff, background } = databases;
  const auditKeys = { ring: env.ENCRYPTION_KEYS, auditKey: env.AUDIT_KEY };
  const sites = createSiteCache(intake, env.ENCRYPTION_KEYS, staff);
  const processor = createProcessor({
    database: background,
    ring: env.ENCRYPTION_KEYS,
    enabled: env.PROCESS_INBOX,
  });
  const inbox = createInbox({ database: intake, onCommitted: processor.wake });
  const tally = createTally({ database: background });
  tally.start();
  const clock = createClock(background.prisma);
  const receiving = {
    ring: env.ENCRYPTION_KEYS,
    trustedHops: env.TRUSTED_PROXY_HOPS,
    development: isDevelopmentBank(env),
    sites,
    inbox,
    tally,
    clock,
    offsets: createOffsets(intake.prisma),
  };
  const jobs = createJobRunner({
    database: background,
    keys: auditKeys,
    receiving,
    onDecided: processor.wake,
  });
  const mail = mailSettings(env);
  const mailer = mail === null ? null : createMailer(mail.url, mail.from);
  const monitor = createMonitor({ database: background, mailer, appUrl: env.APP_URL });
  const linkExpiry = createLinkExpiry(background);
  const lockWatch = createLockWatch(background);
  const refusals = createRefusals({ database: background, keys: auditKeys });
  const hub = createHub({
    database: background,
    listenUrl: env.LISTEN_DATABASE_URL ?? env.DATABASE_URL,
    hydrate: (scope, changes) => hydrate(scope, background.prisma, changes),
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
    monitor,
    linkExpiry,
    lockWatch,
    mailer,
    hub,
    passwords: createPasswordGate(),
    refusals,
    scriptHosts: rememberFor(SCRIPT_HOSTS_MS, () => listScriptHosts(SYSTEM_SCOPE, staff.prisma)),
    close: async () => {
      clock.stop();
      await hub.close();
      await monitor.stop();
      await linkExpiry.stop();
      await refusals.stop();
      await jobs.stop();
      await inbox.drain();
      await processor.stop();
      await tally.stop();
      await lockWatch.stop();
      await databases.close();
      delete holder[KEY];
    },
  };
}

const SCRIPT_HOSTS_MS = 10_000;

/** Asks at most once in so many milliseconds; a failure is not remembered. */
function rememberFor<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let known: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (known === undefined || Date.now() - known.at > milliseconds) {
      const asked = { at: Date.now(), value: ask() };
      known = asked;
      asked.value.catch(() => {
        if (known === asked) known = undefined;
      });
    }
    return known.value;
  };
}
