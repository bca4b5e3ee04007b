import type { Db } from "./connect/client";

/** Waits for one of our locks (lib/db/locks.ts), and holds it until the transaction ends. */
export async function holdLock(tx: Db, lock: number): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock}::bigint)`;
}

/** The same of one site: those of other sites go on. */
export async function holdLockOfSite(tx: Db, lock: number, siteId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock}::int, hashtext(${siteId}))`;
}

/** Takes one of our locks until the transaction ends, so that a crash leaves nothing taken. @returns false where another has it */
export async function tryLock(tx: Db, lock: number): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { got: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${lock}::bigint) AS got`;
  return row?.got === true;
}

/** How long the transaction waits from now on for others who hold a row or a lock, in milliseconds. */
export async function limitLockWait(tx: Db, milliseconds: number): Promise<void> {
  await tx.$executeRaw`SELECT set_config('lock_timeout', ${String(milliseconds)}, true)`;
}
