import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { markAged } from "@/lib/cards/rollups/dirty-hours-store";
import { recomputeDays } from "@/lib/cards/rollups/recompute-store";
import { removePayments } from "@/lib/cards/rollups/residue-store";
import { recomputeRollups } from "@/lib/cards/rollups/rollups";
import { sumPayments, sumPaymentsByDay } from "@/lib/cards/rollups/sums-store";
import { readChargedAbroad } from "@/lib/cards/spend/spend-store";
import { readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { ROLLUP_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const WAITS = { timeout: 30_000 };
const RUNS = Number(process.env.SHUFFLES ?? 12);
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let timestamps = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());
beforeEach(() => forget());

const forget = () =>
  database.prisma.$executeRawUnsafe(
    `TRUNCATE transaction_versions, card_transactions, cards, card_accounts, deliveries, payment_days, category_days, merchant_days,
      dirty_hours, rollup_fills, payment_residues CASCADE`,
  );

interface Payment {
  readonly txid: string;
  readonly date: string;
  readonly amount?: string;
  readonly status?: string;
  readonly type?: string;
  readonly currency?: string;
  readonly mcc?: string;
}

async function deliver({ txid, ...said }: Payment): Promise<void> {
  const timestamp = String(timestamps++);
  const transaction = { txid, amount: "10.00", status: "S", type: "D", ...said };
  const data = {
    hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
    timestamp,
    event_name: "card_transaction_received",
    body: { card_ref: "ANY1", acc_id: "1", transaction },
  };
  const answer = await receiver.deliver(
    JSON.stringify({ notification: { created_at: "2026-11-20T10:00:00+01:00", data } }),
  );
  expect(answer.status).toBe(200);
}

const ROWS = `SELECT site_id, (bank_date AT TIME ZONE 'Europe/Paris')::date AS day, status, type,
  COALESCE(currency, '') AS currency, COALESCE(mcc, '') AS mcc, count(*) AS count, sum(abs(amount)) AS amount,
  CASE WHEN bool_and(amount_fx IS NOT NULL) THEN sum(abs(amount_fx)) END AS amount_fx FROM card_transactions GROUP BY 1, 2, 3, 4, 5, 6`;
const SUM_FX = "CASE WHEN bool_and(amount_fx IS NOT NULL) THEN sum(amount_fx) END";
const KEPT = `SELECT site_id, day, status, type, currency, mcc, sum(count) AS count, sum(amount) AS amount,
  ${SUM_FX} AS amount_fx FROM category_days GROUP BY 1, 2, 3, 4, 5, 6`;
const days = (
  of: string,
) => `SELECT site_id, day, status, type, currency, sum(count) AS count, sum(amount) AS amount,
  ${SUM_FX} AS amount_fx FROM ${of} GROUP BY 1, 2, 3, 4, 5`;

const MERCHANT_ROWS = `SELECT site_id, merchant_id, (bank_date AT TIME ZONE 'Europe/Paris')::date AS day, status, type,
  COALESCE(currency, '') AS currency, count(*) AS count, sum(abs(amount)) AS amount FROM card_transactions
  WHERE merchant_id IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6`;
const MERCHANTS_KEPT = `SELECT site_id, merchant_id, day, status, type, currency, sum(count) AS count, sum(amount) AS amount
  FROM merchant_days GROUP BY 1, 2, 3, 4, 5, 6`;

/** What the rollups and the sums of rows do not have in common. */
async function differences(): Promise<unknown[]> {
  const apart = (one: string, other: string) =>
    database.prisma.$queryRawUnsafe<unknown[]>(
      `((${one}) EXCEPT (${other})) UNION ALL ((${other}) EXCEPT (${one}))`,
    );
  return [
    ...(await apart(ROWS, KEPT)),
    ...(await apart(days(`(${ROWS}) r`), days("payment_days"))),
    ...(await apart(MERCHANT_ROWS, MERCHANTS_KEPT)),
  ];
}

async function recompute(now: Date | null = null): Promise<void> {
  while ((await recomputeRollups(SYSTEM_SCOPE, database, now)) === "more");
}

function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A time in Paris, so many hours before now. */
function hoursAgo(hours: number): string {
  const at = new Date(Date.now() - hours * 3_600_000);
  return at.toLocaleString("sv-SE", { timeZone: "Europe/Paris" });
}

const anyPayment = fc.record({
  txid: fc.constantFrom("1", "2", "3", "4", "5"),
  // Today, yesterday, the days around, the hour that autumn repeats, and the day that spring shortens.
  date: fc.oneof(
    fc.integer({ min: -30, max: 80 }).map(hoursAgo),
    fc.constantFrom(
      "2026-10-25 02:30:00",
      "2026-10-25 23:59:59",
      "2026-03-29 03:00:00",
      "1900-01-01 00:05:00",
    ),
  ),
  amount: fc.constantFrom("10.00", "-3.5", "0.001"),
  status: fc.constantFrom("A", "S", "R", "Z"),
  type: fc.constantFrom("D", "C"),
  currency: fc.constantFrom("EUR", "USD", ""),
  amount_fx: fc.constantFrom("11.00", undefined),
  mcc: fc.constantFrom("5411", "742", ""),
  description: fc.constantFrom("FNAC, PARIS,75001,FRA,FRA", "ZARA 0042", ""),
});
const anyStep = fc.oneof(
  { weight: 6, arbitrary: anyPayment.map((payment) => ({ kind: "deliver" as const, payment })) },
  { weight: 2, arbitrary: fc.constant({ kind: "process" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "together" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "replay" as const }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 }).map((days) => ({ kind: "pass" as const, days })) },
  { weight: 1, arbitrary: fc.constant({ kind: "remove" as const }) },
);

it("keeps the sums of rows through any order of changes, replays, removals and days", {
  timeout: 600_000,
}, async () => {
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  const take = async (step: typeof anyStep extends fc.Arbitrary<infer T> ? T : never) => {
    if (step.kind === "deliver") return deliver(step.payment);
    if (step.kind === "process") return receiver.process();
    if (step.kind === "together")
      return Promise.all([receiver.process(), recompute(), receiver.process(), recompute()]);
    if (step.kind === "replay") {
      const ids = (await database.prisma.delivery.findMany({ where: { replayOfId: null }, take: 3 })).map(
        ({ id }) => id,
      );
      return decideDeliveries(SYSTEM_SCOPE, database, keys, { ids, decision: "replayed", reason: "again" });
    }
    if (step.kind === "pass") {
      const now = new Date(Date.now() + step.days * 86_400_000);
      await database.prisma.$transaction((tx) => markAged(SYSTEM_SCOPE, tx, now));
      return recompute(now);
    }
    const doomed = await database.prisma.cardTransaction.findMany({ take: 1, orderBy: { id: "asc" } });
    return database.prisma.$transaction((tx) =>
      removePayments(
        SYSTEM_SCOPE,
        tx,
        doomed.map(({ id }) => id),
      ),
    );
  };
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 30 }), async (steps) => {
      await forget();
      for (const step of steps) await take(step);
      await receiver.process();
      await recompute();
      expect(await differences()).toEqual([]);
      expect(await database.prisma.dirtyHour.count()).toBe(0);
    }),
    { numRuns: RUNS },
  );
});

it("forgets no payment that is written while a day is recomputed", async () => {
  await deliver({ txid: "1", date: hoursAgo(0) });
  await receiver.process();
  const { prisma } = database;
  const [first] = await prisma.cardTransaction.findMany();
  const day = { siteId: site.siteId, day: hoursAgo(0).slice(0, 10) };
  const mark = "UPDATE dirty_hours SET marks = marks + 1";
  await prisma.$executeRaw`INSERT INTO dirty_hours (site_id, hour)
    SELECT site_id, date_trunc('hour', bank_date) FROM card_transactions`;
  await prisma.$transaction(async (writer) => {
    // A writer has changed a payment and holds its mark, and has not committed.
    await writer.$executeRaw`UPDATE card_transactions SET amount = 70 WHERE id = ${first?.id}::uuid`;
    await writer.$executeRawUnsafe(mark);
    await prisma.$transaction((tx) => recomputeDays(SYSTEM_SCOPE, tx, [day], null));
    expect(await prisma.dirtyHour.count()).toBe(1);
  });
  expect(await differences()).not.toEqual([]);
  await recompute();
  expect(await differences()).toEqual([]);
  expect(await prisma.dirtyHour.count()).toBe(0);
});

it("recomputes one hour of today, and a whole day once it is older than yesterday", async () => {
  const { prisma } = database;
  await deliver({ txid: "1", date: hoursAgo(0) });
  await deliver({ txid: "2", date: hoursAgo(24) });
  await deliver({ txid: "3", date: hoursAgo(72) });
  await receiver.process();
  const hours = async () =>
    (await prisma.paymentDay.findMany({ orderBy: { day: "asc" } })).map(({ hour }) => hour);
  expect((await hours()).map((hour) => hour >= 0)).toEqual([false, true, true]);
  const later = new Date(Date.now() + 3 * 86_400_000);
  await prisma.$transaction((tx) => markAged(SYSTEM_SCOPE, tx, later));
  await recompute(later);
  expect(await hours()).toEqual([-1, -1, -1]);
  expect(await differences()).toEqual([]);
});

it("says nothing of days that are not added up yet, and adds them up in the background", async () => {
  const { prisma } = database;
  await deliver({ txid: "1", date: "2026-09-01 10:00:00" });
  await deliver({ txid: "2", date: "2026-10-25 02:30:00", currency: "USD", amount_fx: "12.00" } as Payment);
  await deliver({ txid: "3", date: hoursAgo(1) });
  await receiver.process();
  const before = await sumPayments(SYSTEM_SCOPE, prisma, {});
  // As an upgrade finds it.
  await prisma.$executeRaw`TRUNCATE payment_days, category_days, merchant_days`;
  await prisma.rollupFill.create({ data: { siteId: site.siteId, dueAt: new Date(Date.now() - 1_000) } });
  expect(await sumPayments(SYSTEM_SCOPE, prisma, {})).toBeNull();
  expect(await sumPaymentsByDay(SYSTEM_SCOPE, prisma, {})).toEqual([]);
  expect(await readChargedAbroad(SYSTEM_SCOPE, prisma, 30)).toBeNull();
  await prisma.dirtyHour.create({ data: { siteId: site.siteId, hour: new Date("2026-09-01T08:00:00Z") } });
  await recompute();
  expect(before).not.toBeNull();
  expect(await sumPayments(SYSTEM_SCOPE, prisma, {})).toEqual(before);
  expect(await differences()).toEqual([]);
  expect(await prisma.rollupFill.count()).toBe(0);
});

it("names no sum of what was charged where the bank did not say it", async () => {
  const abroad = { type: "D", status: "S", amount: "11.00" };
  await deliver({ txid: "1", date: hoursAgo(1), ...abroad, currency: "USD", amount_fx: "12.00" } as Payment);
  await deliver({ txid: "2", date: hoursAgo(1), ...abroad, currency: "GBP" });
  // Known of one, and not of the other: added up, they would be too little.
  await deliver({ txid: "3", date: hoursAgo(1), ...abroad, currency: "GBP", amount_fx: "9.50" } as Payment);
  await receiver.process();
  await database.prisma.$executeRaw`UPDATE card_transactions SET amount_fx = NULL WHERE txid = '2'`;
  await database.prisma.$executeRaw`
    INSERT INTO dirty_hours (site_id, hour) SELECT DISTINCT site_id, date_trunc('hour', bank_date) FROM card_transactions
    ON CONFLICT (site_id, hour) DO UPDATE SET marks = dirty_hours.marks + 1`;
  await recompute();
  expect(await readChargedAbroad(SYSTEM_SCOPE, database.prisma, 30)).toEqual([
    { currency: "GBP", amount: null, count: 2 },
    { currency: "USD", amount: "12.00", count: 1 },
  ]);
  const { charged } = await readTransactionTotals(SYSTEM_SCOPE, database.prisma, {});
  expect(charged).toContainEqual({ currency: "GBP", amount: null, count: 2 });
  const ids = await database.prisma.cardTransaction.findMany({ where: { txid: { in: ["1", "2", "3"] } } });
  await database.prisma.$transaction((tx) =>
    removePayments(
      SYSTEM_SCOPE,
      tx,
      ids.map(({ id }) => id),
    ),
  );
  await recompute();
  const left = await sumPayments(SYSTEM_SCOPE, database.prisma, {});
  expect(left?.map(({ currency, amountFx }) => [currency, amountFx])).toEqual([
    ["GBP", null],
    ["USD", "12.00"],
  ]);
});

it("goes on showing sums while an update has them added up again", async () => {
  const { prisma } = database;
  await deliver({ txid: "1", date: "2026-09-01 10:00:00" });
  await receiver.process();
  await recompute();
  const before = await sumPayments(SYSTEM_SCOPE, prisma, {});
  await prisma.$executeRaw`UPDATE category_days SET amount_fx = 1`;
  await prisma.rollupFill.create({ data: { siteId: site.siteId, dueAt: new Date(), again: true } });
  expect(await sumPayments(SYSTEM_SCOPE, prisma, {})).toEqual(before);
  await recompute();
  expect(await differences()).toEqual([]);
});

it("tells open pages of the days it added up, also where another process goes on", async () => {
  const { prisma } = database;
  // More than are added up in the first transaction.
  for (let day = 1; day <= 9; day += 1) await deliver({ txid: `${day}`, date: `2026-09-0${day} 10:00:00` });
  await receiver.process();
  await prisma.$executeRaw`
    INSERT INTO dirty_hours (site_id, hour) SELECT DISTINCT site_id, date_trunc('hour', bank_date) FROM card_transactions
    ON CONFLICT (site_id, hour) DO UPDATE SET marks = dirty_hours.marks + 1`;
  await prisma.$executeRaw`DELETE FROM live_events`;
  const locks = async (granted: boolean) => {
    const [row] = await prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objid = ${ROLLUP_LOCK}::oid
        AND l.granted = ${granted}`;
    return row?.count;
  };
  const [gate, shut, end] = [makeGate(), makeGate(), makeGate()];
  const guard = prisma.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE merchant_days IN SHARE MODE`;
    shut.open();
    await gate.opened;
  }, WAITS);
  await shut.opened;
  const round = recomputeRollups(SYSTEM_SCOPE, database);
  await vi.waitFor(async () => expect(await locks(true)).toBe(1), WAITS);
  const other = prisma.$transaction(async (tx) => {
    await holdLock(tx, ROLLUP_LOCK);
    await end.opened;
  }, WAITS);
  await vi.waitFor(async () => expect(await locks(false)).toBe(1), WAITS);
  gate.open();
  expect(await round).toBe("idle");
  end.open();
  await Promise.all([guard, other]);
  expect(await prisma.dirtyHour.count()).toBe(1);
  expect(await prisma.liveEvent.count({ where: { kind: "delivery", entityId: site.siteId } })).toBe(1);
  await recompute();
});

it("keeps in the sums of months what was removed", async () => {
  const { prisma } = database;
  await deliver({ txid: "1", date: "2026-09-01 10:00:00", amount: "-7.25" });
  await deliver({ txid: "2", date: "2026-09-30 23:30:00", amount: "5" });
  await deliver({ txid: "3", date: "2026-09-30 23:45:00", amount: "1", status: "R" });
  await receiver.process();
  const month = { from: "2026-09-01", to: "2026-09-30" };
  const [all, ofMonth] = [
    await sumPayments(SYSTEM_SCOPE, prisma, {}),
    await sumPayments(SYSTEM_SCOPE, prisma, month),
  ];
  const doomed = await prisma.cardTransaction.findMany({ where: { txid: { in: ["1", "3"] } } });
  await prisma.$transaction((tx) =>
    removePayments(
      SYSTEM_SCOPE,
      tx,
      doomed.map(({ id }) => id),
    ),
  );
  await recompute();
  expect(await sumPayments(SYSTEM_SCOPE, prisma, {})).toEqual(all);
  expect(await sumPayments(SYSTEM_SCOPE, prisma, month)).toEqual(ofMonth);
  const last = await sumPayments(SYSTEM_SCOPE, prisma, { from: "2026-09-02", to: "2026-09-30" });
  expect(last?.map(({ count, amount }) => [count, amount])).toEqual([[1, "5"]]);
  expect(await differences()).toEqual([]);
});
