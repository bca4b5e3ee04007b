import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { listOpenIncidents, saveSubscription } from "@/lib/incidents/incidents-store";
import { createMonitor } from "@/lib/incidents/monitor";
import { createMailer } from "@/lib/mail/mailer";
import { insertStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { startMailServer } from "../support/peers/mail-server";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let mailbox: Awaited<ReturnType<typeof startMailServer>>;
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  mailbox = await startMailServer();
  const person = { passwordHash: "x", name: "Ada" };
  await insertStaff(database.prisma, { ...person, email: "owner@example.com", role: "owner" });
  await insertStaff(database.prisma, { ...person, email: "viewer@example.com", role: "viewer" });
  const support = await insertStaff(database.prisma, {
    ...person,
    email: "lea@example.com",
    role: "support",
  });
  const choice = { outageMails: true, mailLanguage: "fr" } as const;
  const scope = { ...SYSTEM_SCOPE, actor: { id: support, name: "Ada" } };
  await saveSubscription(scope, database.prisma, choice);
});
afterAll(async () => {
  await mailbox.stop();
  await database.close();
});

const monitorOver = (url: string | null) =>
  createMonitor({
    database,
    mailer: url === null ? null : createMailer(url, "dashboard@example.com"),
    appUrl: "https://dashboard.example",
  });
const monitor = () => monitorOver(mailbox.url);
const open = async () => (await listOpenIncidents(SYSTEM_SCOPE, database.prisma)).map(({ kind }) => kind);
/** Time goes by: incidents are older by half a minute and a bit. */
const later = () =>
  database.prisma.$executeRaw`UPDATE attention_episodes SET opened_at = opened_at - interval '31 seconds'`;

function token(name: string, ref = VECTOR_PARTNER_REF): string {
  const timestamp = String(clock++);
  const data = {
    hash: hashTimestamp(timestamp, ref),
    timestamp,
    event_name: "token_created",
    token: name,
    custom_reference: "",
  };
  return JSON.stringify({ notification: { data } });
}

it("raises refusals in a row with their likely cause, writes once, and once more when they are over", async () => {
  await receiver.deliver(token("well"));
  for (const name of ["one", "two"]) await receiver.deliver(token(name, "another"));
  await monitor().look();
  expect(await open()).toEqual([]);
  await receiver.deliver(token("three", "another"));
  await monitor().look();
  expect(await open()).toEqual(["refusals"]);
  // Not at once: a blip writes to nobody.
  expect(mailbox.mails).toEqual([]);

  await later();
  await Promise.all([monitor().look(), monitor().look()]);
  await monitor().look();
  expect(mailbox.mails.map(({ to }) => to).sort()).toEqual(["lea@example.com", "owner@example.com"]);
  const english = mailbox.mails.find(({ to }) => to === "owner@example.com")?.raw ?? "";
  expect(english).toContain("Subject: Kiosque: deliveries are being quarantined");
  expect(english.replaceAll(/=\r?\n/g, "")).toContain("partner reference under Settings is not the one");
  expect(english).toContain("https://dashboard.example/deliveries?verdict=3Dquarantined");
  expect(mailbox.mails.find(({ to }) => to === "lea@example.com")?.raw).toMatch(/Subject: =\?UTF-8\?/);

  await receiver.deliver(token("well again"));
  await monitor().look();
  await monitor().look();
  expect(await open()).toEqual([]);
  expect(mailbox.mails).toHaveLength(4);
  expect(mailbox.mails.at(-1)?.raw).not.toContain("another");
});

it("counts one notification that is tried three times as three", async () => {
  const body = token("tried", "another");
  for (let attempt = 0; attempt < 3; attempt += 1) await receiver.deliver(body);
  await monitorOver(null).look();
  expect(await open()).toEqual(["refusals"]);
  await receiver.deliver(token("well"));
  await monitorOver(null).look();
  expect(await open()).toEqual([]);
});

it("writes nothing about what was over before anybody was written to", async () => {
  const before = mailbox.mails.length;
  for (let index = 0; index < 3; index += 1) await receiver.deliver(token(`blip ${index}`, "another"));
  await monitor().look();
  await receiver.deliver(token("well"));
  await monitor().look();
  await later();
  await monitor().look();
  expect(mailbox.mails).toHaveLength(before);
});

it("holds nothing in the database while the mail server takes its time, and writes once all the same", async () => {
  for (let index = 0; index < 3; index += 1) await receiver.deliver(token(`slow ${index}`, "another"));
  await monitorOver(null).look();
  await later();
  const held: number[] = [];
  // One after the other: a look of one's own would be seen by the other.
  let turn = Promise.resolve();
  const taking = async (): Promise<void> => {
    const [row] = await database.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
    held.push(row?.count ?? -1);
    // Somebody else looks meanwhile.
    await monitorOver(slow.url).look();
  };
  const slow = await startMailServer(0, () => {
    turn = turn.then(taking);
    return turn;
  });
  try {
    await monitorOver(slow.url).look();
    expect(held).toEqual([0, 0]);
    expect(slow.mails.map(({ to }) => to).sort()).toEqual(["lea@example.com", "owner@example.com"]);
    await receiver.deliver(token("well"));
    await monitorOver(slow.url).look();
    expect(slow.mails).toHaveLength(4);
  } finally {
    await slow.stop();
  }
});

it("tries again where the mail server is away", async () => {
  const before = mailbox.mails.length;
  for (let index = 0; index < 3; index += 1) await receiver.deliver(token(`away ${index}`, "another"));
  await monitorOver(null).look();
  await later();
  const { port } = mailbox;
  await mailbox.stop();
  await expect(monitorOver(`smtp://127.0.0.1:${port}`).look()).rejects.toThrow();
  expect(await open()).toEqual(["refusals"]);
  mailbox = await startMailServer(port);
  await monitor().look();
  expect(mailbox.mails).toHaveLength(2);
  expect(before).toBeGreaterThan(0);
  await receiver.deliver(token("well"));
  await monitor().look();
});

it("raises a silence that is longer than the site's own rhythm", async () => {
  const { prisma } = database;
  await receiver.process();
  await prisma.deliveryStat.deleteMany();
  await prisma.$executeRaw`
    INSERT INTO delivery_stats (site_id, minute, accepted, answers)
    SELECT ${site.siteId}::uuid, date_trunc('minute', now()) - n * interval '10 minutes', 1, '{}' FROM generate_series(4, 400) n`;
  await prisma.$executeRaw`UPDATE deliveries SET received_at = now() - interval '40 minutes', last_duplicate_at = NULL`;
  await monitor().look();
  // Nobody is linked, so nothing is missed.
  expect(await open()).toEqual([]);
  await prisma.linkedUser.create({
    data: {
      id: "00000000-0000-7000-8000-000000000001",
      siteId: site.siteId,
      name: "Camille",
      state: "active",
      stateSince: new Date(),
      createdAt: new Date(),
    },
  });
  await monitor().look();
  expect(await open()).toEqual(["silence"]);
});

it("raises what waits too long to be processed", async () => {
  await receiver.deliver(token("waits"));
  await database.prisma.$executeRaw`
    UPDATE deliveries SET received_at = now() - interval '2 minutes' WHERE processing = 'pending'`;
  await monitor().look();
  expect(await open()).toContain("lag");
  await receiver.process();
  await monitor().look();
  expect(await open()).not.toContain("lag");
});
