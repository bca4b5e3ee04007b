import { cookies } from "next/headers";
import type { Db } from "@/lib/db/connect/client";
import { type Lsn, later, readLsn } from "@/lib/db/connect/lsn";
import { HEARD_COOKIE } from "@/lib/live/message";
import { log } from "@/lib/log";
import { getRuntime } from "@/lib/runtime";

/** The cookie that says what this browser changed last. */
const WROTE_COOKIE = "anytime-wrote";
/** Longer than a replica may lag before it is not read at all. */
const SECONDS = 60;
/** Further than any log: whoever has this reads from the primary. */
const NEVER_REPLAYED: Lsn = "FFFFFFFF/FFFFFFFF";

/**
 * Reads a list, a search or an export: from the replica where there is one, as long as that includes what this browser
 * has changed and was told of. A browser that claims more than there is reads from the primary.
 */
export async function readLists<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return (await prepareReads())(work);
}

/** The same for work that goes on after the request is answered, such as a file: its cookies are read now. */
export async function prepareReads(): Promise<<T>(work: (db: Db) => Promise<T>) => Promise<T>> {
  const { reads } = getRuntime().databases;
  const seen = reads.state === "off" ? null : await readSeen();
  return (work) => reads.read(seen, work);
}

/** Remembers that this browser has changed something. Only possible where an answer can set cookies. */
export async function rememberWrite(): Promise<void> {
  const { databases, env } = getRuntime();
  const { reads } = databases;
  if (reads.state === "off") return;
  const at = await reads.position().catch((error: unknown) => {
    // What was changed is committed, and must not look as if it had failed.
    log.warn({ kind: error instanceof Error ? error.name : "unknown" }, "no position after a change");
    return NEVER_REPLAYED;
  });
  if (at === null) return;
  const secure = env.APP_URL.startsWith("https://");
  const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure, maxAge: SECONDS } as const;
  (await cookies()).set(WROTE_COOKIE, at, attributes);
}

async function readSeen(): Promise<Lsn | null> {
  const store = await cookies();
  const seen = [WROTE_COOKIE, HEARD_COOKIE].map((name) => readLsn(store.get(name)?.value));
  return seen.reduce<Lsn | null>((latest, lsn) => (lsn === null ? latest : later(latest, lsn)), null);
}
