import { fingerprint } from "./crypto/secrets";
import { applyMigrations } from "./db/migrate";
import { type Env, EnvError, isDevelopmentBank, readEnv } from "./env";
import { log } from "./log";
import { getRuntime, type Runtime } from "./runtime";
import { hashPassword } from "./staff/password";
import { countStaff, insertStaff } from "./staff/store";
import { findFirstSite } from "./webhooks/site-store";
import { createSite, openPartnerRef } from "./webhooks/sites";
import { isTooWeak } from "./webhooks/weakness";

const KEY = Symbol.for("anytime-connect.boot");
const holder = globalThis as { [KEY]?: Promise<Runtime> };

const INDEXES_AGAIN_MS = 60_000;

/**
 * Readies the process, once however many doors call it: migrations, the first site and the first owner,
 * then the background work.
 *
 * @throws EnvError with a sentence where the settings cannot be used; a database error where it is away
 */
export function bootOnce(): Promise<Runtime> {
  holder[KEY] ??= boot(readEnv());
  return holder[KEY];
}

async function boot(env: Env): Promise<Runtime> {
  const directUrl = env.LISTEN_DATABASE_URL ?? env.DATABASE_URL;
  noteApplied(await applyMigrations(directUrl, { withoutSlow: true }));
  const runtime = getRuntime();
  await ensureFirstSite(runtime);
  await ensureFirstOwner(runtime);
  runtime.hub.start();
  runtime.processor.start();
  if (runtime.env.PROCESS_INBOX) runtime.jobs.start();
  runtime.monitor.start();
  runtime.linkExpiry.start();
  runtime.lockWatch.start();
  runtime.refusals.start();
  void buildSlowIndexes(directUrl);
  return runtime;
}

/** Builds, beside our work, what only makes reads quick; tried again for as long as the process runs. */
async function buildSlowIndexes(directUrl: string): Promise<void> {
  try {
    noteApplied(await applyMigrations(directUrl));
  } catch (error) {
    log.error(
      { problem: error instanceof Error ? error.message : "unknown" },
      "an index could not be built yet",
    );
    setTimeout(() => void buildSlowIndexes(directUrl), INDEXES_AGAIN_MS).unref();
  }
}

function noteApplied(migrations: readonly string[]): void {
  if (migrations.length > 0) log.info({ migrations }, "migrations applied");
}

async function ensureFirstSite({ env, database }: Runtime): Promise<void> {
  const existing = await findFirstSite(database.prisma);
  const { ANYTIME_PARTNER_ID: partnerId, ANYTIME_WEBHOOK_KEY: webhookKey } = env;
  if (existing !== null) {
    warnOfDifferences(env, existing);
    const publicRef = existing.credentials.some(({ refPublic }) => refPublic);
    refuseWeak(env, publicRef, existing.allowedIps);
    return;
  }
  if (partnerId === undefined || webhookKey === undefined) {
    const missing = partnerId === undefined ? "ANYTIME_PARTNER_ID" : "ANYTIME_WEBHOOK_KEY";
    throw new EnvError(`${missing} is missing: there is no site yet, and the first is made from it.`);
  }
  const partnerRef = env.ANYTIME_PARTNER_REF ?? partnerId;
  refuseWeak(env, partnerRef === partnerId, env.ANYTIME_ALLOWED_IPS);
  await createSite(database.prisma, env.ENCRYPTION_KEYS, {
    name: env.ANYTIME_PARTNER_NAME ?? new URL(env.APP_URL).hostname,
    domain: new URL(env.APP_URL).hostname,
    partnerId,
    partnerRef,
    webhookKey,
    allowedIps: env.ANYTIME_ALLOWED_IPS,
    language: "en",
  });
}

/** The database rules, so that a restart never undoes a change; that a setting has no effect is said. */
function warnOfDifferences(env: Env, site: NonNullable<Awaited<ReturnType<typeof findFirstSite>>>): void {
  const { ANYTIME_PARTNER_ID: id, ANYTIME_PARTNER_REF: ref, ANYTIME_WEBHOOK_KEY: key } = env;
  const current = site.credentials.filter(({ slot }) => slot === "current");
  const keyHash = current.find(({ kind }) => kind === "webhook_key")?.keyHash;
  const refSealed = current.find(({ kind }) => kind === "partner_ref")?.refSealed;
  const currentRef = refSealed && openPartnerRef(env.ENCRYPTION_KEYS, site.id, refSealed);
  const differs = {
    ANYTIME_PARTNER_ID: id !== undefined && id !== site.partnerId,
    ANYTIME_PARTNER_REF: ref !== undefined && ref !== currentRef,
    ANYTIME_WEBHOOK_KEY: key !== undefined && !fingerprint(key).equals(keyHash ?? Buffer.alloc(0)),
    ANYTIME_ALLOWED_IPS: env.ANYTIME_ALLOWED_IPS.join() !== site.allowedIps.join(),
  };
  const names = Object.entries(differs).flatMap(([name, differing]) => (differing ? [name] : []));
  if (names.length > 0)
    log.warn({ settings: names }, "these differ from the site in the database, which rules");
}

function refuseWeak(env: Env, publicRef: boolean, allowedIps: readonly string[]): void {
  const policy = { development: isDevelopmentBank(env), acceptWeak: env.ANYTIME_ACCEPT_WEAK };
  if (!isTooWeak({ publicRef, allowedIps }, policy)) return;
  throw new EnvError(
    "ANYTIME_PARTNER_REF is missing or equals the public partner ID, and ANYTIME_ALLOWED_IPS checks nothing: " +
      "anybody could forge notifications. Set one of them, or ANYTIME_ACCEPT_WEAK=1 to run like this.",
  );
}

async function ensureFirstOwner({ env, database }: Runtime): Promise<void> {
  if ((await countStaff(database.prisma)) > 0) return;
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env;
  if (email === undefined || password === undefined) {
    log.warn("nobody can sign in yet: npm run staff -- add you@example.com --role owner");
    return;
  }
  const local = email.split("@")[0] ?? email;
  const name = local.charAt(0).toUpperCase() + local.slice(1);
  await insertStaff(database.prisma, {
    email,
    name,
    passwordHash: await hashPassword(password),
    role: "owner",
  });
}
