import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt } from "@/lib/links/connecting/attempts";
import { inviteLinkedUser } from "@/lib/links/inviting/invite";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

/** Few for every commit, thousands in `npm run test:long`. */
const SHUFFLES = Number(process.env.SHUFFLES ?? 25);
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let references: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  references = [];
  for (const name of ["Amina", "Hugo"]) {
    const invitation = {
      siteId: site.siteId,
      name,
      email: null,
      externalReference: null,
      language: "en",
    } as const;
    const invited = await inviteLinkedUser(SYSTEM_SCOPE, database, keys, invitation);
    if (!invited.ok) throw new Error(invited.problem);
    const opening = { secret: invited.secret, language: "en", userAgent: null };
    const begun = await beginAttempt(SYSTEM_SCOPE, database, site.ring, opening);
    if (!begun.ok) throw new Error(begun.reason);
    references.push(begun.attempt.customReference);
  }
});
afterAll(() => database.close());

function notification(timestamp: string, data: Record<string, unknown>): string {
  const signed = { hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF), timestamp, ...data };
  return JSON.stringify({ notification: { created_at: "2026-11-20T10:00:00+01:00", data: signed } });
}

function bodies(): string[] {
  const token = (timestamp: string, event: string, name: string, reference: string | undefined) =>
    notification(timestamp, { event_name: event, token: name, custom_reference: reference ?? "" });
  const payment = (timestamp: string, txid: string, status: string, amount: string, day = "2026-11-20") =>
    notification(timestamp, {
      event_name: "card_transaction_received",
      body: {
        card_ref: "ANY1",
        acc_id: "1",
        transaction: { txid, amount, status, type: "D", date: `${day} 10:00:00` },
      },
    });
  const [amina, hugo] = references;
  return [
    token("1794900000.1", "token_created", "T1", amina),
    token("1794900005.1", "token_revoked", "T1", amina),
    token("1794900002.5", "token_created", "T2", amina),
    token("1794900003", "token_created", "T3", hugo),
    token("1794900003", "token_revoked", "T3", hugo),
    token("1794900004", "token_created", "T4", hugo),
    payment("1794900001", "1", "A", "10.00"),
    payment("1794900002", "1", "S", "10.40"),
    payment("1794900002.0001", "1", "R", "10.40"),
    payment("1794900003", "2", "A", "1.10"),
    payment("1794900004", "2", "S", "1.10", "2026-11-21"),
  ];
}

async function state(): Promise<string> {
  const tokens = await database.prisma.$queryRaw`
    SELECT encode(fingerprint, 'hex') AS f, state::text, linked_user_id, orphan_reason, attempt_id
    FROM api_tokens ORDER BY fingerprint`;
  const users = await database.prisma.$queryRaw`SELECT name, state::text FROM linked_users ORDER BY name`;
  const sessions = await database.prisma.$queryRaw`SELECT state::text FROM connect_sessions ORDER BY id`;
  const payments = await database.prisma.$queryRaw`
    SELECT txid, status, amount::text, version_count FROM card_transactions ORDER BY txid`;
  const sums = await database.prisma.$queryRaw`
    SELECT day::text, status, type, amount::text, count FROM payment_days ORDER BY 1, 2, 3`;
  // Kept sums are those of the rows, whatever way led there.
  expect(sums).toEqual(
    await database.prisma.$queryRaw`
      SELECT (bank_date AT TIME ZONE 'Europe/Paris')::date::text AS day, status, type, sum(abs(amount))::text AS amount,
        count(*)::int AS count FROM card_transactions GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  return JSON.stringify({ tokens, users, sessions, payments, sums });
}

async function forget(): Promise<void> {
  await database.prisma.$executeRawUnsafe(
    "TRUNCATE api_token_events, api_tokens, transaction_versions, card_transactions, cards, card_accounts, deliveries, payment_days, category_days, dirty_hours CASCADE",
  );
  await database.prisma.$executeRaw`UPDATE connect_sessions SET state = 'opened', completed_at = NULL`;
  await database.prisma.$executeRaw`UPDATE linked_users SET state = 'connecting'`;
}

it("ends the same in any order, in any batches, with any repetition", { timeout: 1_200_000 }, async () => {
  const all = bodies();
  const at = new Date();
  const run = async (order: readonly string[], batch: number): Promise<string> => {
    await forget();
    for (const [index, body] of order.entries()) {
      expect((await receiver.deliver(body, { at })).status).toBe(200);
      if (index % batch === batch - 1) await receiver.process();
    }
    await receiver.process();
    return state();
  };
  const expected = await run(all, all.length);
  expect(expected).toContain('"status":"R"');
  const orders = fc.tuple(
    fc.shuffledSubarray(all, { minLength: all.length }),
    fc.array(fc.constantFrom(...all), { maxLength: 4 }),
    fc.integer({ min: 1, max: 10 }),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([order, repeats, batch]) => {
      expect(await run([...order, ...repeats], batch)).toBe(expected);
    }),
    { numRuns: SHUFFLES },
  );
});
