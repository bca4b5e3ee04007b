import { beginPresence } from "./bank-api/fetch/gaps-store";
import { storeKey } from "./bank-api/keys";
import { startProblems } from "./boot-checks";
import { countMissingOwners } from "./cards/versions/count-owners";
import { readRsaKey } from "./crypto/rsa-key";
import { SYSTEM_SCOPE } from "./db/access/scope";
import { findTooFew } from "./db/connect/pools";
import { grantToApp } from "./db/migrate/app-role";
import { applyMigrations } from "./db/migrate/migrate";
import { type Env, EnvError, migrateUrl, readEnv } from "./env";
import { log } from "./log";
import { getRuntime, type Runtime } from "./runtime";
import { findFirstSite } from "./sites/finding/site-store";
import { createSite } from "./sites/life/create-site";
import { hashNewPassword } from "./staff/sign-in/password";
import { countStaff, insertStaff } from "./staff/store";

const KEY = Symbol.for("anytime-connect.boot");
const holder = globalThis as { [KEY]?: Promise<Runtime> };

const INDEXES_AGAIN_MS = 60_000;

/**
 * Prepares the process, once however many doors call it: migrations, the first site and the first owner, then the
 * background work.
 *
 * @throws EnvError with a sentence if the settings cannot be used; a database error if it is unavailable
 */
export function bootOnce(): Promise<Runtime> {
  holder[KEY] ??= boot(readEnv());
  return holder[KEY];
}

async function boot(env: Env): Promise<Runtime> {
  noteApplied(await applyMigrations(migrateUrl(env), { withoutSlow: true }));
  if (env.MIGRATE_DATABASE_URL !== undefined) await grantToApp(env.MIGRATE_DATABASE_URL, env.DATABASE_URL);
  const runtime = getRuntime();
  await warnOfTooFew(runtime);
  const site = await findFirstSite(SYSTEM_SCOPE, runtime.database.prisma);
  const staff = await countStaff(runtime.database.prisma);
  const problems = await startProblems(runtime, site, staff);
  if (problems.length > 0) throw new EnvError(problems.join("\n"));
  if (site === null) await makeFirstSite(runtime);
  if (staff === 0) await makeFirstOwner(runtime);
  await beginPresence(SYSTEM_SCOPE, runtime.databases.background.prisma);
  await runtime.clock.sync();
  runtime.clock.start();
  for (const chore of runtime.chores) chore.start();
  runtime.databases.reads.start();
  runtime.readiness.start();
  runtime.hub.start();
  runtime.processor.start();
  runtime.rollups.start();
  if (runtime.env.PROCESS_INBOX) runtime.jobs.start();
  runtime.monitor.start();
  runtime.refusals.start();
  void buildSlowIndexes(migrateUrl(env));
  void countOwners(runtime);
  return runtime;
}

/** Counts, in the background, what versions before this one did not: it only adds to what needs attention. */
async function countOwners(runtime: Runtime): Promise<void> {
  try {
    await countMissingOwners(SYSTEM_SCOPE, runtime.databases.background);
  } catch (error) {
    log.warn(
      { kind: error instanceof Error ? error.name : "unknown" },
      "the owners of accounts could not be counted yet",
    );
    setTimeout(() => void countOwners(runtime), INDEXES_AGAIN_MS).unref();
  }
}

/** Builds, in the background, indexes that only make reads faster; retried as long as the process runs. */
async function buildSlowIndexes(url: string): Promise<void> {
  try {
    noteApplied(await applyMigrations(url));
  } catch (error) {
    log.error(
      { problem: error instanceof Error ? error.message : "unknown" },
      "an index could not be built yet",
    );
    setTimeout(() => void buildSlowIndexes(url), INDEXES_AGAIN_MS).unref();
  }
}

function noteApplied(migrations: readonly string[]): void {
  if (migrations.length > 0) log.info({ migrations }, "migrations applied");
}

async function warnOfTooFew({ env, databases }: Runtime): Promise<void> {
  const tooFew = await findTooFew(databases.background, env.DATABASE_CONNECTIONS);
  if (tooFew !== null)
    log.warn(tooFew, "Postgres has fewer connections than this replica may need: see DATABASE_CONNECTIONS");
}

/** Creates the first site; its settings are known to be valid. */
async function makeFirstSite({ env, database, auditKeys }: Runtime): Promise<void> {
  const { ANYTIME_PARTNER_ID: partnerId = "", ANYTIME_WEBHOOK_KEY: webhookKey = "" } = env;
  const apiKey = env.ANYTIME_API_PRIVATE_KEY === undefined ? null : readRsaKey(env.ANYTIME_API_PRIVATE_KEY);
  await database.prisma.$transaction(async (tx) => {
    const siteId = await createSite(tx, env.ENCRYPTION_KEYS, {
      name: env.ANYTIME_PARTNER_NAME ?? new URL(env.APP_URL).hostname,
      domain: new URL(env.APP_URL).hostname,
      partnerId,
      partnerRef: env.ANYTIME_PARTNER_REF ?? partnerId,
      webhookKey,
      allowedIps: env.ANYTIME_ALLOWED_IPS,
      language: "en",
    });
    if (apiKey?.ok) await storeKey(SYSTEM_SCOPE, tx, auditKeys, siteId, apiKey.key);
  });
}

async function makeFirstOwner({ env, database }: Runtime): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env;
  if (email === undefined || password === undefined) {
    log.warn("nobody can sign in yet: npm run staff -- add you@example.com --role owner");
    return;
  }
  const local = email.split("@")[0] ?? email;
  const name = local.charAt(0).toUpperCase() + local.slice(1);
  const made = await hashNewPassword(password, email);
  if (!made.ok) throw new EnvError(`ADMIN_PASSWORD ${made.weakness}.`);
  await insertStaff(database.prisma, { email, name, passwordHash: made.hash, role: "owner" });
}
