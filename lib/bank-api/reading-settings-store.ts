import { insistOnSite, type Scope, siteIdWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { readBudget, writeBudget } from "./budget-store";

/** What staff can set on reading through the bank's API. */
export interface ReadingSettings {
  /** The connect page says that it is read: only who saw that is. */
  readonly statesBankReading: boolean;
  /** Off: nobody is read, whoever was told. */
  readonly readsBank: boolean;
  readonly keepsCardHolder: boolean;
  readonly keepsCardBalance: boolean;
  readonly callsPerSecond: number;
  readonly callsPerDay: number;
}

const COLUMNS = {
  ...{ statesBankReading: true, readsBank: true },
  ...{ keepsCardHolder: true, keepsCardBalance: true },
} as const;

/** The settings of a site; null if it is out of scope. */
export async function readReadingSettings(
  scope: Scope,
  db: Db,
  siteId: string,
): Promise<ReadingSettings | null> {
  const site = await db.site.findFirst({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    select: COLUMNS,
  });
  if (site === null) return null;
  const { callsPerSecond, callsPerDay } = await readBudget(scope, db, siteId);
  return { ...site, callsPerSecond, callsPerDay };
}

/** Writes the settings of a site. What a site no longer keeps of its cards is removed. */
export async function writeReadingSettings(
  scope: Scope,
  tx: Db,
  siteId: string,
  { callsPerSecond, callsPerDay, ...site }: ReadingSettings,
): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.site.updateMany({ where: { id: siteId }, data: site });
  await writeBudget(scope, tx, siteId, { callsPerSecond, callsPerDay });
  if (!site.keepsCardHolder)
    await tx.card.updateMany({ where: { siteId, holder: { not: null } }, data: { holder: null } });
  if (!site.keepsCardBalance)
    await tx.card.updateMany({ where: { siteId, balance: { not: null } }, data: { balance: null } });
}
