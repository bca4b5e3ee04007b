import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { enqueueJob } from "@/lib/jobs/jobs-store";
import { makeMissingLinks } from "@/lib/links/inviting/make-links";
import { listUnopened, listWithLinks } from "@/lib/links/inviting/make-links-store";
import { publish } from "@/lib/live/publish";
import { readAddressees } from "./addressees-store";
import {
  insertMessage,
  type MessageWords,
  MOST_REMINDERS,
  type NewMail,
  queueMails,
  readMailsOfLinks,
  setMailsStopped,
} from "./mails-store";

/** What an order of e-mails came to. */
export interface Ordered {
  readonly queued: number;
  /** They have no e-mail address. */
  readonly noAddress: number;
  /** They get no e-mails. */
  readonly stopped: number;
  /** They need none: connected, or had this one, or as many reminders as there are. */
  readonly needless: number;
}

type Order = (tx: Db, userIds: readonly string[]) => Promise<readonly NewMail[]>;

/** Sends people their connect link, once for each link; whoever has none that works and is not connected gets one. */
export function orderLinks(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
): Promise<Ordered> {
  return order(scope, database, keys, userIds, async (tx, ids) => {
    await makeMissingLinks(scope, tx, keys, ids);
    const people = await listWithLinks(scope, tx, ids);
    return people.map(({ siteId, userId, sessionId }) => ({
      ...{ siteId, sessionId, linkedUserId: userId, messageId: null },
      ...{ purpose: "link" as const, key: `link ${sessionId}` },
    }));
  });
}

/** Reminds people of a link that they have not opened: at most twice of one link, and never while an e-mail about it waits. */
export function orderReminders(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
): Promise<Ordered> {
  return order(scope, database, keys, userIds, async (tx, ids) => {
    const links = await listUnopened(scope, tx, ids);
    const mails = await readMailsOfLinks(
      scope,
      tx,
      links.map(({ id }) => id),
    );
    return links.flatMap(({ id, siteId, linkedUserId }) => {
      const { reminders, waits } = mails.get(id) ?? { reminders: 0, waits: false };
      const number = reminders + 1;
      if (waits || number > MOST_REMINDERS) return [];
      return [
        {
          ...{ siteId, linkedUserId, sessionId: id, messageId: null },
          ...{ purpose: "reminder" as const, key: `reminder ${id} ${number}` },
        },
      ];
    });
  });
}

/** What staff write to several people of a site. */
interface Message {
  /** Made by whoever orders it: the same message again is sent to nobody twice. */
  readonly id: string;
  readonly siteId: string;
  readonly words: Readonly<Record<"en" | "fr", MessageWords>>;
  /** Why they get it, for the audit trail. */
  readonly about: Readonly<Record<string, string>>;
}

/** Sends people what staff wrote, each in their language. */
export function orderMessage(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
  { id, siteId, words, about }: Message,
): Promise<Ordered> {
  const write: Order = async (tx, ids) => {
    const people = (await readAddressees(scope, tx, ids)).filter((person) => person.siteId === siteId);
    if (people.length > 0) await insertMessage(scope, tx, { id, siteId, words });
    return people.map(({ userId }) => ({
      ...{ siteId, linkedUserId: userId, sessionId: null, messageId: id },
      ...{ purpose: "message" as const, key: `message ${id}` },
    }));
  };
  return order(scope, database, keys, userIds, write, about);
}

async function order(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
  write: Order,
  about: Readonly<Record<string, string>> = {},
): Promise<Ordered> {
  return database.prisma.$transaction(async (tx) => {
    const people = await readAddressees(scope, tx, userIds);
    const reachable = people.filter(({ hasAddress, stopped }) => hasAddress && !stopped);
    const mails = await write(
      tx,
      reachable.map(({ userId }) => userId),
    );
    const queued = await queueMails(scope, tx, mails);
    await announce(scope, tx, keys, queued, { purpose: mails[0]?.purpose ?? "", ...about });
    const stopped = people.filter((one) => one.stopped).length;
    const noAddress = people.filter((one) => !one.stopped && !one.hasAddress).length;
    const needless = people.length - queued.length - stopped - noAddress;
    return { queued: queued.length, noAddress, stopped, needless };
  });
}

/** Has queued e-mails sent; the trail and open pages of each of their sites learn of them. */
async function announce(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  queued: Awaited<ReturnType<typeof queueMails>>,
  about: Readonly<Record<string, string>>,
): Promise<void> {
  const siteIds = [...new Set(queued.map(({ siteId }) => siteId))];
  if (siteIds.length === 0) return;
  await enqueueJob(scope, tx, { kind: "mails.send", siteIds, key: "mails" });
  for (const siteId of siteIds) {
    const ids = queued.filter((mail) => mail.siteId === siteId).map(({ linkedUserId }) => linkedUserId);
    const details = { ...about, mails: ids.length };
    await recordAudit(scope, tx, keys, { action: "linked_user.mailed", outcome: "done", siteId, details });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: ids[0] ?? "" }]);
  }
}

/** Stops e-mails to a person, or allows them again. @returns false if nothing changed */
export async function stopMails(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  { userId, stopped }: { readonly userId: string; readonly stopped: boolean },
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const siteId = await setMailsStopped(scope, tx, userId, stopped);
    if (siteId === null) return false;
    const action = stopped ? "linked_user.mails_stopped" : "linked_user.mails_resumed";
    const target = { siteId, targetType: "linked_user", targetId: userId };
    await recordAudit(scope, tx, keys, { action, outcome: "done", ...target });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: userId }]);
    return true;
  });
}
