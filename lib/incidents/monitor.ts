import { createLoop, type Loop } from "@/lib/background/loop";
import { orderGaps } from "@/lib/bank-api/fetch/order-fetch";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { MONITOR_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { type Change, publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import type { Mailer } from "@/lib/mail/mailer";
import { agreeOnOffset } from "@/lib/webhooks/receive/clock-offset";
import { readLeads } from "@/lib/webhooks/receive/clock-offset-store";
import { conditionsOf } from "./conditions";
import { readSiteFacts, type SiteFacts } from "./facts-store";
import { gapsOf, gapsOfAbsence, gapsOfUnstored } from "./find-gaps";
import {
  type ChangedIncident,
  listSubscribers,
  markMailed,
  takeOwedMail,
  writeIncidents,
} from "./incidents-store";
import { writeOutageMail } from "./outage-mail";

/** Watches the webhooks of all sites. */
export interface Monitor extends Loop {
  /** Checks once: opens and resolves incidents, and sends what is due. */
  look(): Promise<void>;
}

interface MonitorDependencies {
  readonly database: Database;
  /** null if no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly appUrl: string;
}

const EVERY_MS = 15_000;

/** Creates the monitor of this process. Of several processes, the one with the lock checks. */
export function createMonitor(deps: MonitorDependencies): Monitor {
  const look = async (): Promise<void> => {
    await deps.database.prisma.$transaction(async (tx) => {
      if (!(await tryLock(tx, MONITOR_LOCK))) return;
      const now = new Date();
      const { sites, changed } = await check(tx, now);
      const gaps = [...(await gapsOfAbsence(tx, sites, now)), ...(await gapsOfUnstored(tx))];
      const opened = await orderGaps(tx, [...gaps, ...gapsOf(changed, now)]);
      // A gap may be fetched before the next check: nobody would hear that there was one.
      const ofGaps = opened ? (await check(tx, now)).changed : [];
      await publish(SYSTEM_SCOPE, tx, [...changed, ...ofGaps].flatMap(toldOfIncident));
    });
    while (deps.mailer !== null && (await sendOwed(deps, deps.mailer)));
  };
  const failure = "the webhooks could not be watched";
  return { look, ...createLoop({ round: look, everyMs: EVERY_MS, restsFirst: true, failure }) };
}

/** Opens and resolves incidents by what is wrong now. */
async function check(tx: Db, now: Date): Promise<{ sites: SiteFacts[]; changed: ChangedIncident[] }> {
  const sites = await readSiteFacts(SYSTEM_SCOPE, tx);
  const leads = await readLeads(
    SYSTEM_SCOPE,
    tx,
    sites.map(({ siteId }) => siteId),
  );
  const offsetOf = (siteId: string) => agreeOnOffset(leads.get(siteId) ?? []);
  const wrong = sites.flatMap((facts) =>
    conditionsOf({ ...facts, offset: offsetOf(facts.siteId) }, now).map((condition) => ({
      siteId: facts.siteId,
      ...condition,
    })),
  );
  return { sites, changed: await writeIncidents(SYSTEM_SCOPE, tx, wrong) };
}

function toldOfIncident({ id, siteId, kind, closed }: ChangedIncident): Change[] {
  const type = closed ? "incident.resolved" : "incident.opened";
  return [
    { siteId, kind: "delivery", entityId: siteId },
    { siteId, type, entityId: id, linkedUserId: null, cardId: null, status: kind },
  ];
}

/**
 * Sends the next due e-mail, one per incident and one when it is resolved. If the process dies while sending, it is
 * sent again: twice is better than never.
 *
 * @returns whether there was one
 */
async function sendOwed({ database, appUrl }: MonitorDependencies, mailer: Mailer): Promise<boolean> {
  const db = database.prisma;
  const owed = await takeOwedMail(SYSTEM_SCOPE, db);
  if (owed === null) return false;
  const subscribers = await listSubscribers(SYSTEM_SCOPE, db, owed.siteId);
  // No transaction waits for the mail server: a slow one would roll it back, and the e-mail would be sent again.
  const sent = await Promise.allSettled(
    subscribers.map(({ email, language }) =>
      mailer.send({ to: email, ...writeOutageMail(owed, language, appUrl) }),
    ),
  );
  const failed = sent.filter((result) => result.status === "rejected");
  // If nobody got it, it is tried again; if somebody did, they do not get it again for the sake of the others.
  if (failed.length > 0 && failed.length === sent.length) {
    await markMailed(SYSTEM_SCOPE, db, owed.id, "failed");
    throw failed[0]?.reason;
  }
  if (failed.length > 0) log.warn({ count: failed.length }, "an incident e-mail did not reach everybody");
  await markMailed(SYSTEM_SCOPE, db, owed.id, owed.recovery ? "recovery_mailed" : "mailed");
  return true;
}
