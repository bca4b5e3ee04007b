import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const SHUFFLES = Number(process.env.SHUFFLES ?? 10);
const TIMESTAMP = "1794900000.1234";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

/** A notification whose bank clock stood at a second of the minute; null: it names none. */
function notification(second: number | null, data: Record<string, unknown>): string {
  const created = second === null ? {} : { created_at: `2026-11-20T10:00:${second}+01:00` };
  const hash = hashTimestamp(TIMESTAMP, VECTOR_PARTNER_REF);
  return JSON.stringify({ notification: { ...created, data: { hash, timestamp: TIMESTAMP, ...data } } });
}

function payment(second: number | null, status: string, amount: string, date = "2026-11-20"): string {
  const transaction = { txid: "1", amount, status, type: "D", date: `${date} 10:00:00` };
  const body = { card_ref: "ANY1", acc_id: "1", transaction };
  return notification(second, { event_name: "card_transaction_received", body });
}

const token = (second: number | null, event: string, extra: string) =>
  notification(second, { event_name: event, token: "T1", custom_reference: "", extra });

async function state(): Promise<string> {
  const tokens = await database.prisma.$queryRaw`
    SELECT state::text, encode(fold_digest, 'hex') AS digest, fold_created_at FROM api_tokens`;
  const payments = await database.prisma.$queryRaw`
    SELECT status, amount::text, bank_date, fold_created_at, version_count FROM card_transactions`;
  const sums = await database.prisma.$queryRaw`SELECT day::text, status, amount::text FROM payment_days`;
  return JSON.stringify({ tokens, payments, sums });
}

async function forget(): Promise<void> {
  await database.prisma.$executeRawUnsafe(
    "TRUNCATE api_token_events, api_tokens, transaction_versions, card_transactions, cards, card_accounts, deliveries, payment_days, category_days, dirty_hours CASCADE",
  );
}

/** Delivers in an order, processing after every `batch`th. */
async function run(order: readonly string[], batch: number, together = false): Promise<string> {
  await forget();
  const sent = order.map((body) => () => receiver.deliver(body));
  if (together)
    for (const { status } of await Promise.all(sent.map((send) => send()))) expect(status).toBe(200);
  else
    for (const [index, send] of sent.entries()) {
      expect((await send()).status).toBe(200);
      if (index % batch === batch - 1) await receiver.process();
    }
  await receiver.process();
  return state();
}

it("takes a repetition of what was authorised for no news", { timeout: 120_000 }, async () => {
  const [first, settled, again] = [
    payment(10, "A", "400.00"),
    payment(12, "S", "312.50"),
    payment(20, "A", "400.00", "2026-11-20"),
  ];
  const expected = await run([first, settled, again], 1);
  expect(expected).toContain('"status":"S","amount":"312.50"');
  for (const order of [
    [again, settled, first],
    [settled, again, first],
    [again, first, settled],
    [first, again, settled],
    [settled, first, again],
  ])
    for (const batch of [1, 3]) expect(await run(order, batch)).toBe(expected);
});

it("ends the same in any order of copies that are dated differently", { timeout: 600_000 }, async () => {
  const copies = [
    payment(10, "A", "400.00"),
    payment(20, "A", "400.00"),
    payment(12, "S", "312.50", "2026-11-21"),
    payment(30, "S", "312.50", "2026-11-21"),
    payment(null, "R", "312.50"),
    payment(11, "R", "312.50"),
    token(10, "token_created", "a"),
    token(22, "token_created", "a"),
    token(12, "token_revoked", "b"),
    token(40, "token_revoked", "b"),
    token(null, "token_created", "c"),
    token(18, "token_created", "c"),
    token(16, "token_created", "c"),
  ];
  const expected = await run(copies, copies.length);
  expect(expected).toContain('"status":"S"');
  const orders = fc.tuple(
    fc.shuffledSubarray(copies, { minLength: copies.length }),
    fc.array(fc.constantFrom(...copies), { maxLength: 4 }),
    fc.integer({ min: 1, max: 6 }),
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(orders, async ([order, repeats, batch, together]) => {
      expect(await run([...order, ...repeats], batch, together)).toBe(expected);
    }),
    { numRuns: SHUFFLES },
  );
});

it("dates what was released from quarantine by the bank's earlier copy, too", async () => {
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  await forget();
  const kept = await receiver.deliver(payment(20, "A", "400.00"), { address: "203.0.113.9" });
  expect(kept.status).toBe(403);
  const { id } = await database.prisma.delivery.findFirstOrThrow({ where: { verdict: "quarantined" } });
  const order = { ids: [id], decision: "released", reason: "checked" } as const;
  expect(await decideDeliveries(SYSTEM_SCOPE, database, keys, order)).toMatchObject({ done: 1 });
  await receiver.deliver(payment(12, "S", "312.50"));
  await receiver.process();
  expect(await state()).toContain('"status":"A"');
  await receiver.deliver(payment(10, "A", "400.00"));
  await receiver.process();
  expect(await state()).toContain('"status":"S","amount":"312.50"');
});
