import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeBudget } from "@/lib/bank-api/budget-store";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeReading } from "../support/facts/reading";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

const LONG = { timeout: 600_000 };
const PATIENT = { timeout: 240_000 };
const PAID = 500;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let reading: Awaited<ReturnType<typeof makeReading>>;
let settings: Record<string, string>;
let server: Production;
let webhookUrl: string;
let amina: string;
let noah: string;

const start = async () => {
  server = startProduction(settings);
  await server.ready();
};
const payments = () => database.prisma.cardTransaction.count({ where: { card: { linkedUserId: amina } } });
const openFetches = () =>
  database.prisma.job.count({ where: { kind: "payments.fetch", state: { in: ["queued", "running"] } } });

// The server of `npm start`, stopped and started as a process. It needs a build.
describe("with nobody doing anything,", () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    settings = await makeProductionSettings(database.url);
    const parsed = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
    if (!parsed.ok) throw new Error(parsed.problem);
    const site = await makeSite(database, { ring: parsed.ring });
    webhookUrl = `http://127.0.0.1:${settings.PORT}/api/webhooks/anytime/${site.webhookKey}`;
    reading = await makeReading(database, site, webhookUrl);
    const { origin } = reading.sandbox;
    const { auditKey } = reading.grants.keys;
    settings = {
      ...settings,
      AUDIT_KEY: auditKey,
      ANYTIME_API_ORIGIN: origin,
      ANYTIME_CONNECT_ORIGIN: origin,
    };
    // Enough calls that no test waits for them.
    const calls = { callsPerSecond: 50, callsPerDay: 9_000 };
    await writeBudget(SYSTEM_SCOPE, database.prisma, site.siteId, calls);
    amina = await reading.link("amina");
    noah = await reading.link("noah");
    await start();
  }, 240_000);
  afterAll(async () => {
    await server.stop("SIGKILL");
    await reading.sandbox.close();
    await database.close();
  });

  it(
    "what the bank paid while the dashboard was down is there afterwards, and attributed",
    LONG,
    async () => {
      const { bank } = reading.sandbox;
      await bank.trigger({ event: "card_transaction_received", customer: "amina" });
      await expect.poll(payments, PATIENT).toBe(1);
      await server.stop("SIGKILL");
      await bank.backfill({ days: 5, perDay: PAID / 5, customers: ["amina"] });
      await bank.idle();
      // It was not a moment, but ten minutes.
      await database.prisma.$executeRaw`UPDATE presence SET seen_at = now() - interval '10 minutes'`;
      await start();
      await expect.poll(payments, PATIENT).toBe(PAID + 1);
      const incident = () => database.prisma.incident.findFirst({ where: { kind: "gap" } });
      await expect
        .poll(incident, PATIENT)
        .toMatchObject({ closedAt: expect.any(Date), details: { count: PAID } });
      const nobodys = () => database.prisma.cardTransaction.count({ where: { unattributed: true } });
      await expect.poll(nobodys, PATIENT).toBe(0);
    },
  );

  it("a lost revocation is found when its token is read next", LONG, async () => {
    reading.sandbox.bank.revoke("noah", true);
    // A day later.
    await reading.passRound();
    await expect.poll(() => reading.grants.stateOf(noah), PATIENT).toBe("revoked");
  });

  it("a week that is missing is fetched as soon as a payment shows it", LONG, async () => {
    const { bank } = reading.sandbox;
    const before = await payments();
    expect(await bank.backfill({ days: 7, perDay: 3, customers: ["amina"], lost: true })).toBe(21);
    bank.pay("amina");
    await expect.poll(payments, PATIENT).toBe(before + 22);
    const [job] = await database.prisma.job.findMany({
      where: { kind: "payments.fetch" },
      orderBy: { createdAt: "desc" },
      take: 1,
    });
    expect(job?.input).toMatchObject({ userId: amina, why: "balance" });
    await expect.poll(openFetches, PATIENT).toBe(0);
  });

  it("what came to a callback URL with a wrong key is fetched once the webhook is silent", LONG, async () => {
    const { bank } = reading.sandbox;
    const before = await payments();
    bank.redirect(webhookUrl.replace(/[^/]+$/, "not-the-key-of-any-site-at-all"));
    for (let paid = 0; paid < 5; paid += 1) bank.pay("amina");
    await bank.idle();
    expect(bank.requests()[0]).toMatchObject({ status: 404, tries: 3 });
    // Days later.
    await database.prisma.$executeRaw`
      UPDATE deliveries SET received_at = received_at - interval '8 days', last_duplicate_at = NULL`;
    await expect.poll(payments, PATIENT).toBe(before + 5);
    bank.redirect(null);
    bank.pay("amina");
    await expect.poll(payments, PATIENT).toBe(before + 6);
  });
});
