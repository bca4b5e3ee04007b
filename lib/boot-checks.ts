import { findBrokenEntry } from "./audit/verify";
import { UnknownKeyError } from "./crypto/key-ring";
import { SealBrokenError } from "./crypto/seal";
import { fingerprint } from "./crypto/secrets";
import { SYSTEM_SCOPE } from "./db/access/scope";
import { type ChangedKey, checkKeys, isKeyChecked } from "./db/key-checks";
import { type Env, isDevelopmentBank } from "./env";
import { firstOwnerProblems, firstSiteProblems } from "./first-settings";
import { log } from "./log";
import type { Runtime } from "./runtime";
import { isTooWeak } from "./sites/addresses/weakness";
import { openPartnerRef } from "./sites/finding/receiving-site";
import type { findFirstSite } from "./sites/finding/site-store";

type FirstSite = NonNullable<Awaited<ReturnType<typeof findFirstSite>>>;

type Checked = Pick<Runtime, "env" | "database" | "auditKeys">;

/**
 * Reasons why the settings cannot be used with this database: one sentence each. Settings that created something once
 * and protect nothing now are no problem; anything odd about them is logged.
 */
export async function startProblems(
  runtime: Checked,
  site: FirstSite | null,
  staff: number,
): Promise<string[]> {
  const { env } = runtime;
  return [
    ...(await keyProblems(runtime, site)),
    ...(site === null ? newSiteProblems(env) : knownSiteProblems(env, site)),
    ...(staff === 0 ? firstOwnerProblems(given(env)) : []),
  ];
}

/** The settings that a first start uses, as text again. */
function given(env: Env) {
  return { ...onlyTexts(env), ANYTIME_ALLOWED_IPS: env.ANYTIME_ALLOWED_IPS.join(",") || " " };
}

function onlyTexts(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

async function keyProblems({ env, database, auditKeys }: Checked, site: FirstSite | null): Promise<string[]> {
  const db = database.prisma;
  const untold: ChangedKey[] = [];
  const sealed = site?.credentials.find(({ refSealed }) => refSealed !== null)?.refSealed;
  // Before check values existed, the data written with the keys shows the same.
  if (site !== null && sealed != null && !opens(env, site.id, sealed))
    untold.push({ variable: "ENCRYPTION_KEYS", kid: env.ENCRYPTION_KEYS.keys[0].kid });
  if (
    !(await isKeyChecked(db, "AUDIT_KEY")) &&
    (await findBrokenEntry(SYSTEM_SCOPE, db, auditKeys, 1)) !== null
  )
    untold.push({ variable: "AUDIT_KEY" });
  const changed = untold.length > 0 ? untold : await checkKeys(db, auditKeys);
  return changed.map((key) =>
    key.variable === "AUDIT_KEY"
      ? "AUDIT_KEY is not the one that this database's audit trail is written with; give it that value again."
      : `ENCRYPTION_KEYS has other bytes under ${key.kid} than this database was used with; give ${key.kid} its own again. A new key needs a new name: k2:$(openssl rand -base64 32).`,
  );
}

/** Whether a reference opens, or is sealed with a key that is not here: that key may come later. */
function opens(env: Env, siteId: string, sealed: Uint8Array): boolean {
  try {
    openPartnerRef(env.ENCRYPTION_KEYS, siteId, sealed);
    return true;
  } catch (error) {
    if (error instanceof UnknownKeyError) {
      log.warn({ kid: error.kid }, "ENCRYPTION_KEYS lacks a key that the partner reference is sealed with");
      return true;
    }
    if (error instanceof SealBrokenError) return false;
    throw error;
  }
}

function newSiteProblems(env: Env): string[] {
  const { ANYTIME_PARTNER_ID: id, ANYTIME_PARTNER_REF: ref = id } = env;
  const problems = firstSiteProblems(given(env));
  const weak = id !== undefined && isWeak(env, ref === id, env.ANYTIME_ALLOWED_IPS);
  return weak ? [...problems, WEAK] : problems;
}

function knownSiteProblems(env: Env, site: FirstSite): string[] {
  warnOfDifferences(env, site);
  const odd = [
    ...firstSiteProblems(given(env)).filter((problem) => !problem.includes(" is missing;")),
    ...firstOwnerProblems(given(env)),
  ];
  if (odd.length > 0) log.warn({ settings: odd }, "these settings have no effect here, and are not valid");
  const publicRef = site.credentials.some(({ refPublic }) => refPublic);
  return isWeak(env, publicRef, site.allowedIps) ? [WEAK] : [];
}

const WEAK =
  "ANYTIME_PARTNER_REF is missing or equals the public partner ID, and ANYTIME_ALLOWED_IPS checks nothing: " +
  "anybody could forge notifications. Set one of them, or ANYTIME_ACCEPT_WEAK=1 to run like this.";

function isWeak(env: Env, publicRef: boolean, allowedIps: readonly string[]): boolean {
  const policy = { development: isDevelopmentBank(env), acceptWeak: env.ANYTIME_ACCEPT_WEAK };
  return isTooWeak({ publicRef, allowedIps }, policy);
}

/** The database counts, so that a restart never undoes a change; a setting without effect is reported. */
function warnOfDifferences(env: Env, site: FirstSite): void {
  const { ANYTIME_PARTNER_ID: id, ANYTIME_PARTNER_REF: ref, ANYTIME_WEBHOOK_KEY: key } = env;
  const current = site.credentials.filter(({ slot }) => slot === "current");
  const keyHash = current.find(({ kind }) => kind === "webhook_key")?.keyHash;
  const refSealed = current.find(({ kind }) => kind === "partner_ref")?.refSealed;
  const differs = {
    ANYTIME_PARTNER_ID: id !== undefined && id !== site.partnerId,
    ANYTIME_PARTNER_REF:
      ref !== undefined && refSealed != null && differsFromSealed(env, site.id, refSealed, ref),
    ANYTIME_WEBHOOK_KEY: key !== undefined && !fingerprint(key).equals(keyHash ?? Buffer.alloc(0)),
    ANYTIME_ALLOWED_IPS: env.ANYTIME_ALLOWED_IPS.join() !== site.allowedIps.join(),
  };
  const names = Object.entries(differs).flatMap(([name, differing]) => (differing ? [name] : []));
  if (names.length > 0)
    log.warn({ settings: names }, "these settings differ from the site in the database, which counts");
}

/** Without the key we cannot tell, and report nothing. */
function differsFromSealed(env: Env, siteId: string, sealed: Uint8Array, ref: string): boolean {
  try {
    return openPartnerRef(env.ENCRYPTION_KEYS, siteId, sealed) !== ref;
  } catch (error) {
    if (error instanceof UnknownKeyError || error instanceof SealBrokenError) return false; // reported for the key itself
    throw error;
  }
}
