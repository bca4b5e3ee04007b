import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scope } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { createJobRunner } from "@/lib/jobs/runner";
import { createMailer } from "@/lib/mail/mailer";
import { listUnseen, markSeen } from "@/lib/staff/notices/notices-store";
import { createNoticeJob } from "@/lib/staff/notices/send-notices";
import { revealToken } from "@/lib/staff/reveal/reveal-token";
import { judgeFactor } from "@/lib/staff/second-factor/freshness";
import { giveFactorAgain } from "@/lib/staff/second-factor/give-again";
import { newTotpSecret, sealTotp } from "@/lib/staff/second-factor/totp";
import { findLiveSession, insertSession, insertStaff } from "@/lib/staff/store";
import { readAuditDetails } from "../support/audit";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";
import { startMailServer } from "../support/peers/mail-server";

const TOKEN = "a-token-that-only-one-door-gives";
const REASON = "The bank asks which token Camille has";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
let deps: { database: typeof database; auditKeys: ReturnType<typeof makeGrants>["keys"] };
let person: { userId: string; tokenId: string };

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
  deps = { database, auditKeys: grants.keys };
  person = await link("Camille", TOKEN);
});
afterAll(() => database.close());

async function link(name: string, token: string) {
  const { userId, secret } = await grants.invite(name);
  const { customReference } = await grants.open(secret, name);
  await grants.tell("token_created", token, customReference);
  const { id } = await database.prisma.apiToken.findFirstOrThrow({ where: { linkedUserId: userId } });
  return { userId, tokenId: id, customReference };
}

async function join(name: string, role: "owner" | "admin"): Promise<Scope> {
  const id = await insertStaff(database.prisma, {
    ...{ name, email: `${name.toLowerCase()}@example.com`, role, passwordHash: "" },
  });
  if (id === null) throw new Error("the e-mail is taken");
  return { sites: [site.siteId], beyondSites: true, role, actor: { id, name } };
}

it("gives a token for a reason, and tells the trail and every owner of it", async () => {
  const [ada, olga, otto] = [
    await join("Ada", "admin"),
    await join("Olga", "owner"),
    await join("Otto", "owner"),
  ];
  await database.prisma.staff.update({ where: { id: otto.actor.id ?? "" }, data: { mailLanguage: "fr" } });
  const order = { tokenId: person.tokenId, reason: REASON };
  expect(await revealToken(ada, deps, order)).toEqual({ ok: true, value: TOKEN });
  const entry = await database.prisma.auditEntry.findFirstOrThrow({ where: { action: "token.revealed" } });
  expect(entry).toMatchObject({ actorName: "Ada", outcome: "done", targetId: person.userId });
  expect(JSON.parse(await readAuditDetails(database, site.ring, entry.seq))).toEqual(order);
  expect(await database.prisma.tokenRead.findMany()).toMatchObject([{ siteId: site.siteId, count: 1 }]);

  for (const owner of [olga, otto])
    expect(await listUnseen(owner, database.prisma)).toMatchObject([
      { kind: "token_revealed", actorName: "Ada", user: { id: person.userId, name: "Camille" } },
    ]);
  expect(await listUnseen(ada, database.prisma)).toEqual([]);
  const [seen] = await listUnseen(olga, database.prisma);
  await markSeen(otto, database.prisma, [seen?.id ?? ""]);
  expect(await listUnseen(olga, database.prisma)).toHaveLength(1);
  await markSeen(olga, database.prisma, [seen?.id ?? ""]);
  expect(await listUnseen(olga, database.prisma)).toEqual([]);

  const server = await startMailServer();
  const mailer = createMailer(server.url, "dashboard@example.com");
  const work = {
    "notices.send": createNoticeJob({ db: database.prisma, mailer, appUrl: "https://d.example" }),
  };
  const jobs = createJobRunner({ database, keys: grants.keys, work });
  jobs.start();
  await expect.poll(() => database.prisma.ownerNotice.count({ where: { mailedAt: null } })).toBe(0);
  await jobs.stop();
  await server.stop();
  expect(server.mails.map(({ to }) => to).sort()).toEqual(["olga@example.com", "otto@example.com"]);
  const [english, french] = ["olga", "otto"].map(
    (who) => server.mails.find(({ to }) => to.startsWith(who))?.raw,
  );
  expect(english).toContain("Subject: Kiosque: an API token was revealed");
  expect(french).toContain("Subject: =?UTF-8?");
  for (const { raw } of server.mails) {
    expect(raw.replaceAll("=\r\n", "")).toContain(`https://d.example/users/${person.userId}`);
    for (const secret of [TOKEN, REASON, "Camille"]) expect(raw).not.toContain(secret);
  }
});

it("gives neither a revoked token nor one of another site, and stops after ten", async () => {
  const [ada, bea] = [await join("Adam", "admin"), await join("Bea", "admin")];
  const gone = await link("Denis", "a-token-that-was-revoked");
  await grants.tell("token_revoked", "a-token-that-was-revoked", gone.customReference);
  const order = { tokenId: person.tokenId, reason: REASON };
  const none = { ok: false, problem: "not_found" };
  const before = await database.prisma.auditEntry.count();
  expect(await revealToken(ada, deps, { ...order, tokenId: gone.tokenId })).toEqual(none);
  expect(await revealToken({ ...ada, sites: [newId()] }, deps, order)).toEqual(none);
  expect(await database.prisma.auditEntry.count()).toBe(before);
  const asked = await Promise.all(Array.from({ length: 12 }, () => revealToken(bea, deps, order)));
  expect(asked.filter(({ ok }) => ok)).toHaveLength(10);
});

it("takes a second factor again within a session, each code once", async () => {
  const cleo = await join("Cleo", "admin");
  const staffId = cleo.actor.id ?? "";
  const secret = newTotpSecret();
  const id = newId();
  const sealed = { secretSealed: sealTotp(site.ring, id, secret), confirmedAt: new Date() };
  await database.prisma.staffTotp.create({ data: { id, staffId, createdAt: new Date(), ...sealed } });
  const sessionId = await insertSession(database.prisma, staffId, { userAgent: null, address: null });
  const longAgo = new Date(Date.now() - 3_600_000);
  await database.prisma.staffSession.update({ where: { id: sessionId }, data: { secondFactorAt: longAgo } });
  const standing = async () =>
    judgeFactor((await findLiveSession(database.prisma, sessionId))?.secondFactorAt ?? null);
  const give = (code: string) =>
    giveFactorAgain(
      cleo,
      { ...deps, env: { APP_URL: "https://d.example" } },
      { staffId, sessionId },
      { code },
    );
  expect(await give("000000")).toEqual({ ok: false, problem: "wrong_code" });
  expect(await standing()).toBe("stale");
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  expect(await give(code)).toEqual({ ok: true, value: null });
  expect(await standing()).toBe("fresh");
  expect(await give(code)).toEqual({ ok: false, problem: "wrong_code" });
  const where = { action: "staff.second_factor_given", actorId: staffId };
  expect(await database.prisma.auditEntry.count({ where })).toBe(1);
});
