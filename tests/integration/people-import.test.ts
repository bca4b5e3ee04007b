import { afterAll, beforeAll, expect, it } from "vitest";
import { openGap } from "@/lib/bank-api/fetch/gaps-store";
import { END_USER_SCOPE, type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { createJobRunner, runStep } from "@/lib/jobs/runner";
import { cancelByEndUser } from "@/lib/links/connecting/attempts";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { importPeople, previewPeople } from "@/lib/links/import/import-people";
import { type ImportedPerson, readPeopleFile } from "@/lib/links/import/people-file";
import { exportLinks } from "@/lib/links/inviting/export-links";
import { makeLinks } from "@/lib/links/inviting/make-links";
import { cancelUnopened, extendUnopened } from "@/lib/links/inviting/unopened-links";
import { readHistory } from "@/lib/links/timeline/user-history";
import { createMailer } from "@/lib/mail/mailer";
import { countAffected, listAffected, listOutages } from "@/lib/user-mails/affected-store";
import { orderLinks, orderMessage, orderReminders, stopMails } from "@/lib/user-mails/order-mails";
import { createMailJob } from "@/lib/user-mails/send-mails";
import { readAuditDetails } from "../support/audit";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";
import { startMailServer } from "../support/peers/mail-server";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let keys: ReturnType<typeof makeGrants>["keys"];
let server: Awaited<ReturnType<typeof startMailServer>>;
let elsewhere: Scope;
const CONNECT = "https://connect.example";

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  keys = makeGrants(database, site).keys;
  server = await startMailServer(0);
  const other = await makeSite(database);
  elsewhere = { ...SYSTEM_SCOPE, beyondSites: false, role: "owner", sites: [other.siteId] };
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

function peopleOf(text: string): readonly ImportedPerson[] {
  const file = readPeopleFile(text);
  if (!file.ok) throw new Error(file.problem);
  return file.lines;
}
const importFile = (text: string, scope: Scope = SYSTEM_SCOPE) =>
  importPeople(scope, database, keys, site.siteId, peopleOf(text));
const whats = (rows: readonly { what: string }[]) => rows.map(({ what }) => what);
const idsOf = (rows: readonly { userId: string | null }[]) => rows.flatMap(({ userId }) => userId ?? []);

/** Sends all that is due. */
async function send(mailer = createMailer(server.url, "Kiosque <desk@kiosque.example>")): Promise<void> {
  const work = { "mails.send": createMailJob({ db: database.prisma, mailer, keys, connectUrl: CONNECT }) };
  const runner = { database, keys, work };
  await createJobRunner(runner).stop();
  while ((await runStep(runner, "outside")) === "more");
}
const dueNow = () => database.prisma.job.updateMany({ data: { nextAt: new Date(), claimedUntil: null } });
const subjectOf = (raw: string) => /^Subject: (.*)$/m.exec(raw)?.[1] ?? "";

it("creates, updates and leaves people as they are, by their reference, and says which", async () => {
  const file =
    "reference,name,email,language,tags\nc-1,Anna Old,anna@example.com,fr,pilot\nc-2,Ben,ben@example.com,,";
  expect(whats(await previewPeople(SYSTEM_SCOPE, database, site.siteId, peopleOf(file)))).toEqual([
    "created",
    "created",
  ]);
  expect(await database.prisma.linkedUser.count()).toBe(0);
  expect(whats(await importFile(file))).toEqual(["created", "created"]);
  expect(whats(await importFile(file))).toEqual(["unchanged", "unchanged"]);
  // An empty cell changes nothing, and tags are only added.
  const next = "reference,name,email,tags\nc-1,Anna Petit,,vip\nc-3,Carl,,";
  const known = peopleOf(next);
  const [foreseen] = await previewPeople(SYSTEM_SCOPE, database, site.siteId, known);
  expect(foreseen).toMatchObject({ what: "updated", changes: ["name", "tags"] });
  expect(whats(await importFile(next))).toEqual(["updated", "created"]);
  expect(await database.prisma.linkedUser.findFirst({ where: { externalReference: "c-1" } })).toMatchObject({
    ...{ name: "Anna Petit", email: "anna@example.com", language: "fr" },
  });
  const changed = await database.prisma.auditEntry.findMany({ where: { action: "linked_user.changed" } });
  expect(changed.map(({ targetId }) => targetId)).toEqual([foreseen?.userId]);
  const [found] = await findUsers(SYSTEM_SCOPE, database.prisma, "petit", 5);
  expect(found?.name).toBe("Anna Petit");
  expect(await database.prisma.linkedUserTag.count()).toBe(2);
  await expect(importFile(file, elsewhere)).rejects.toThrow();
});

it("sends each person their link once, in their language, and at most two reminders", async () => {
  const people = idsOf(await importFile("reference,name\nc-1,Anna Petit\nc-2,Ben\nc-3,Carl"));
  const [anna = "", ben = "", carl = ""] = people;
  const ordered = await orderLinks(SYSTEM_SCOPE, database, keys, people);
  expect(ordered).toEqual({ queued: 2, noAddress: 1, stopped: 0, needless: 0 });
  expect((await orderLinks(SYSTEM_SCOPE, database, keys, people)).needless).toBe(2);
  await send();
  await send();
  expect(server.mails.map(({ to }) => to)).toEqual(["anna@example.com", "ben@example.com"]);
  const [toAnna, toBen] = server.mails;
  expect(toAnna?.raw).toContain("From: Kiosque <desk@kiosque.example>");
  expect(subjectOf(toAnna?.raw ?? "")).toMatch(/Kiosque/);
  for (const mail of server.mails) expect(subjectOf(mail.raw)).not.toMatch(/connect\//);
  // Of Ben no language is known: he gets both.
  expect(toAnna?.raw).not.toContain("Hello");
  expect(toBen?.raw).toMatch(/Hello Ben[\s\S]*Bonjour Ben/);
  await stopMails(SYSTEM_SCOPE, database, keys, { userId: ben, stopped: true });
  const remind = () => orderReminders(SYSTEM_SCOPE, database, keys, people);
  expect(await remind()).toEqual({ queued: 1, noAddress: 1, stopped: 1, needless: 0 });
  // Whoever orders twice at once does not use up both.
  expect((await remind()).queued).toBe(0);
  await send();
  expect((await remind()).queued).toBe(1);
  await send();
  expect((await remind()).queued).toBe(0);
  expect(server.mails.filter(({ to }) => to === "anna@example.com")).toHaveLength(3);
  const history = await readHistory(SYSTEM_SCOPE, database.prisma, site.ring, {
    ...{ userId: anna, parts: ["connect"] as const, after: null, limit: 10 },
  });
  expect(history.entries.map(({ kind, name }) => [kind, name])).toEqual([
    ["mail", "reminder_sent"],
    ["mail", "reminder_sent"],
    ["mail", "link_sent"],
  ]);
  expect(await database.prisma.connectSession.count({ where: { linkedUserId: carl } })).toBe(0);
});

it("shows which address was refused, and writes again once somebody orders it anew", async () => {
  const [dora = ""] = idsOf(await importFile("reference,name,email\nc-4,Dora,dora@example.com"));
  await orderLinks(SYSTEM_SCOPE, database, keys, [dora]);
  const stateOf = async () => {
    const mail = await database.prisma.linkedUserMail.findFirstOrThrow({ where: { linkedUserId: dora } });
    return [mail.state, mail.answer];
  };
  const refusing = { send: () => Promise.reject({ responseCode: 550, command: "RCPT TO" }) };
  await send(refusing);
  expect(await stateOf()).toEqual(["refused", "550"]);
  await orderLinks(SYSTEM_SCOPE, database, keys, [dora]);
  // A mail server that is away refuses nothing.
  const away = { send: () => Promise.reject(new Error("away")) };
  await expect(send(away)).rejects.toThrow();
  expect(await stateOf()).toEqual(["queued", null]);
  // An address that is refused for now holds up nobody, and is asked again.
  const [eve = ""] = idsOf(await importFile("reference,name,email\nc-8,Eve,eve@example.com"));
  await orderLinks(SYSTEM_SCOPE, database, keys, [eve]);
  const reached: string[] = [];
  await dueNow();
  await send({
    send: ({ to }) => {
      reached.push(to);
      return to === "dora@example.com"
        ? Promise.reject({ responseCode: 450, command: "RCPT TO" })
        : Promise.resolve();
    },
  });
  expect(reached).toEqual(["dora@example.com", "eve@example.com"]);
  expect(await stateOf()).toEqual(["queued", null]);
  const longAgo = new Date(Date.now() - 3 * 86_400_000);
  await database.prisma.linkedUserMail.updateMany({
    where: { linkedUserId: dora },
    data: { createdAt: longAgo, sendingAt: longAgo },
  });
  await dueNow();
  await send({ send: () => Promise.reject({ responseCode: 450, command: "RCPT TO" }) });
  expect(await stateOf()).toEqual(["refused", "450"]);
  // A process that died while it sent: it is not sent again by itself.
  await database.prisma.linkedUserMail.updateMany({
    where: { linkedUserId: dora },
    data: { state: "sending", sendingAt: new Date(Date.now() - 3_600_000) },
  });
  const next = idsOf(await importFile("reference,name,email\nc-9,Fay,fay@example.com"));
  await orderLinks(SYSTEM_SCOPE, database, keys, next);
  await send();
  expect(await stateOf()).toEqual(["uncertain", null]);
});

it("sends nobody again what a silent mail server may have taken, and lets no broken e-mail hold up others", async () => {
  const [gil = "", hal = ""] = idsOf(
    await importFile("reference,name,email\nc-10,Gil,gil@example.com\nc-11,Hal,hal@example.com"),
  );
  await orderLinks(SYSTEM_SCOPE, database, keys, [gil]);
  const silent = await startMailServer(0, () => new Promise(() => undefined));
  await dueNow();
  await send(createMailer(silent.url, "Kiosque <desk@kiosque.example>", 300));
  const endOf = async (linkedUserId: string) => {
    const mail = await database.prisma.linkedUserMail.findFirstOrThrow({ where: { linkedUserId } });
    return [mail.state, mail.answer];
  };
  expect(await endOf(gil)).toEqual(["uncertain", null]);
  await orderLinks(SYSTEM_SCOPE, database, keys, [gil, hal]);
  // The link cannot be opened: its key is gone, or its row was damaged.
  await database.pool.query(
    "UPDATE connect_sessions SET secret_sealed = decode('00', 'hex') WHERE linked_user_id = $1::uuid",
    [gil],
  );
  await dueNow();
  await send();
  expect(await endOf(gil)).toEqual(["dropped", "not_written"]);
  expect(await endOf(hal)).toEqual(["sent", null]);
});

it("sends no link that ended, and none to whoever said that it was not for them", async () => {
  const [ella = ""] = idsOf(await importFile("reference,name,email\nc-5,Ella,ella@example.com"));
  const head = ["name"];
  const lines = [];
  for await (const part of exportLinks(SYSTEM_SCOPE, database, keys, [ella], {
    ...{ head, separator: "," as const, connectUrl: CONNECT },
  }))
    lines.push(part);
  const secret = /connect\/([\w-]+)/.exec(lines.join(""))?.[1] ?? "";
  expect(lines.join("")).toContain(`Ella,ella@example.com,c-5,,${CONNECT}/connect/`);
  await orderLinks(SYSTEM_SCOPE, database, keys, [ella]);
  await cancelByEndUser(END_USER_SCOPE, database, keys, secret);
  await send();
  expect(server.mails.some(({ to }) => to === "ella@example.com")).toBe(false);
  expect((await orderReminders(SYSTEM_SCOPE, database, keys, [ella])).queued).toBe(0);
});

it("extends and cancels links that nobody has opened, and writes one message to all", async () => {
  const people = idsOf(
    await importFile("reference,name,email\nc-6,Finn,finn@example.com\nc-7,Gus,gus@example.com"),
  );
  await orderLinks(SYSTEM_SCOPE, database, keys, people);
  await database.prisma.connectSession.updateMany({
    where: { linkedUserId: { in: people } },
    data: { expiresAt: new Date(Date.now() + 60_000) },
  });
  expect(await extendUnopened(SYSTEM_SCOPE, database, keys, people)).toBe(2);
  expect(await extendUnopened(elsewhere, database, keys, people)).toBe(0);
  expect(await cancelUnopened(SYSTEM_SCOPE, database, keys, people)).toHaveLength(2);
  const words = {
    en: { subject: "Back again", text: "It works." },
    fr: { subject: "De retour", text: "C’est réparé." },
  };
  const message = { id: newId(), siteId: site.siteId, words, about: {} };
  expect((await orderMessage(SYSTEM_SCOPE, database, keys, people, message)).queued).toBe(2);
  expect((await orderMessage(SYSTEM_SCOPE, database, keys, people, message)).queued).toBe(0);
  await send();
  const said = server.mails.filter(({ to }) => to === "finn@example.com");
  expect(said.map(({ raw }) => subjectOf(raw))).toEqual(["Back again / De retour"]);
});

it("records what was mailed to people of several sites in the trail of each", async () => {
  const [other = ""] = elsewhere.sites;
  const mine = idsOf(await importFile("reference,name,email\nc-90,Ivy,ivy@example.com"));
  const theirs = idsOf(
    await importPeople(
      elsewhere,
      database,
      keys,
      other,
      peopleOf("reference,name,email\nc-91,Jim,j@example.com"),
    ),
  );
  const before = new Date();
  const ordered = await orderLinks(SYSTEM_SCOPE, database, keys, [...mine, ...theirs]);
  expect(ordered).toEqual({ queued: 2, noAddress: 0, stopped: 0, needless: 0 });
  const entries = await database.prisma.auditEntry.findMany({
    where: { action: "linked_user.mailed", at: { gte: before } },
  });
  expect(new Set(entries.map(({ siteId }) => siteId))).toEqual(new Set([site.siteId, other]));
  for (const { seq } of entries)
    expect(JSON.parse(await readAuditDetails(database, keys.ring, seq))).toMatchObject({ mails: 1 });
  await send();
});

it("finds whom an outage concerned: links opened, access not confirmed, payments that came late", async () => {
  const people = idsOf(
    await importFile(
      "reference,name,email\no-1,Opal,opal@example.com\no-2,Una,una@example.com\no-3,Late,\no-4,Fine,fine@example.com",
    ),
  );
  const [opal = "", una = "", late = "", fine = ""] = people;
  await makeLinks(SYSTEM_SCOPE, database, keys, [opal, fine]);
  const hour = 3_600_000;
  const [from, to] = [new Date(Date.now() - 50 * hour), new Date(Date.now() - 48 * hour)];
  const during = new Date(from.getTime() + hour);
  const attempt = async (linkedUserId: string, createdAt: Date, code: string) => {
    const { id } = await database.prisma.connectSession.findFirstOrThrow({ where: { linkedUserId } });
    const one = { id: newId(), sessionId: id, supportCode: code, language: "en", createdAt };
    await database.prisma.connectAttempt.create({ data: one });
    return id;
  };
  await attempt(opal, during, "AAAA1111");
  const used = await attempt(fine, during, "BBBB2222");
  // Who connected while it lasted is not concerned.
  await database.prisma.connectSession.update({ where: { id: used }, data: { completedAt: during } });
  await database.prisma.linkedUser.update({ where: { id: una }, data: { unconfirmedAt: during } });
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  await receiver.deliver(
    cardJson({ transaction: { txid: "late-1" }, body: { card_ref: "LATE", acc_id: "L" } }),
  );
  await receiver.process();
  await database.prisma.card.updateMany({ where: { cardRef: "LATE" }, data: { linkedUserId: late } });
  await database.prisma.cardTransaction.updateMany({ where: { txid: "late-1" }, data: { bankDate: during } });
  const found = await listAffected(SYSTEM_SCOPE, database.prisma, { from, to }, 10);
  expect(
    found.map(({ name, opened, unconfirmed, late: payments, reachable }) => ({
      name,
      opened,
      unconfirmed,
      payments,
      reachable,
    })),
  ).toEqual([
    { name: "Late", opened: false, unconfirmed: false, payments: 1, reachable: false },
    { name: "Opal", opened: true, unconfirmed: false, payments: 0, reachable: true },
    { name: "Una", opened: false, unconfirmed: true, payments: 0, reachable: true },
  ]);
  expect(await countAffected(SYSTEM_SCOPE, database.prisma, { from, to })).toEqual({
    ...{ people: 3, opened: 1, unconfirmed: 1, late: 1, reachable: 2 },
  });
  expect(await listAffected(elsewhere, database.prisma, { from, to }, 10)).toEqual([]);
  await openGap(SYSTEM_SCOPE, database.prisma, {
    siteId: site.siteId,
    cause: "outage",
    beganAt: from,
    endedAt: to,
  });
  expect(await listOutages(SYSTEM_SCOPE, database.prisma, 5)).toMatchObject([{ cause: "outage", from, to }]);
  expect(await listOutages(elsewhere, database.prisma, 5)).toEqual([]);
});
