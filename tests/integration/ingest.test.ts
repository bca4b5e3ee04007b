import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeNotification } from "@/lib/anytime/body/encode";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { open } from "@/lib/crypto/seal";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const vectors = JSON.parse(readFileSync("tests/vectors/notifications.json", "utf8")) as {
  rows: { event: string; encoding: string; valid: boolean; content_type: string; body_base64: string }[];
};
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const EMPTY = Buffer.alloc(0);
let clock = 1_795_000_000;
function card(fields: Record<string, string>, timestamp = String(clock++)): string {
  const transaction = {
    txid: "1",
    mcc: "5942",
    amount: "98.32",
    amount_fx: "98.32",
    currency: "EUR",
    fx: "1.000000",
    fx_fee: "0",
    status: "S",
    type: "D",
    balance_after: "0.00",
    date: "2026-11-20 14:14:48",
    description: "FNAC DIRECT - RUE DES BATEAUX LAVOIRS, IVRY SUR SEIN,94768,FRA,FRA",
    ...fields,
  };
  const data = {
    hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
    timestamp,
    event_name: "card_transaction_received",
    body: { method: "card_last_tx", card_ref: "ANY1", acc_id: "xxx", transaction },
  };
  return JSON.stringify({ notification: { reference: "r", created_at: "2026-11-20T14:14:50+01:00", data } });
}

describe("every body a real PHP sent", () => {
  it("is taken in, or refused where its hash is wrong", async () => {
    for (const row of vectors.rows) {
      const body = Buffer.from(row.body_base64, "base64");
      const answer = await receiver.deliver(body, { contentType: row.content_type });
      // The docs' samples are there twice, in two encodings: the second is a duplicate of the first.
      if (row.valid) expect(answer.status).toBe(200);
      else expect(answer).toMatchObject({ status: 401, body: { error: { code: "wrong_hash" } } });
    }
    await receiver.process();
    const left = await database.prisma.delivery.count({
      where: { verdict: "accepted", processing: { not: "done" } },
    });
    expect(left).toBe(0);
  });

  it("keeps the docs' three samples as three events", async () => {
    const samples = await database.prisma.delivery.findMany({
      where: { reference: "d5ec5399f34be7fcaaeadb64ad6236550a4c19ea" },
    });
    expect(samples.map((sample) => sample.eventName).toSorted()).toEqual([
      "card_transaction_received",
      "token_created",
      "token_revoked",
    ]);
    expect(samples.every((sample) => sample.duplicateCount === 1 && sample.processing === "done")).toBe(true);
    const transaction = await database.prisma.$queryRaw`
      SELECT amount::text, fx::text, balance_after::text, merchant, bank_date AT TIME ZONE 'UTC' AS at
      FROM card_transactions WHERE txid = '11111111111'`;
    expect(transaction).toMatchObject([{ amount: "98.32", fx: "1.000000", balance_after: "0.00" }]);
  });
});

describe("a card transaction", () => {
  it("is one, with two versions, once it settled", async () => {
    await receiver.deliver(card({ txid: "77", status: "A", amount: "10.00" }));
    await receiver.deliver(card({ txid: "77", status: "S", amount: "10.40" }));
    await receiver.process();
    const rows = await database.prisma.$queryRaw`
      SELECT status, amount::text, version_count, (SELECT count(*)::int FROM transaction_versions v
        WHERE v.transaction_id = t.id) AS versions FROM card_transactions t WHERE txid = '77'`;
    expect(rows).toEqual([{ status: "S", amount: "10.40", version_count: 2, versions: 2 }]);
  });

  it("keeps the later word when the earlier one arrives late", async () => {
    const early = card({ txid: "78", status: "A" });
    const late = card({ txid: "78", status: "S" });
    await receiver.deliver(late);
    await receiver.process();
    await receiver.deliver(early);
    await receiver.process();
    const rows = await database.prisma
      .$queryRaw`SELECT status, version_count FROM card_transactions WHERE txid = '78'`;
    expect(rows).toEqual([{ status: "S", version_count: 2 }]);
  });

  it("keeps digits beyond what a double holds", async () => {
    const body = card({
      txid: "12345678901234567890123",
      amount: "98765432109876543210.10",
      balance_after: "0.000",
    });
    await receiver.deliver(body);
    await receiver.process();
    const rows = await database.prisma.$queryRaw`
      SELECT amount::text, balance_after::text FROM card_transactions WHERE txid = '12345678901234567890123'`;
    expect(rows).toEqual([{ amount: "98765432109876543210.10", balance_after: "0.000" }]);
  });

  it("that cannot be read is parked for a person, and its neighbours are not", async () => {
    await receiver.deliver(card({ txid: "80", amount: "a lot" }));
    await receiver.deliver(card({ txid: "81" }));
    await receiver.process();
    const parked = await database.prisma.delivery.findMany({ where: { processing: "parked" } });
    expect(parked.map((delivery) => delivery.error)).toEqual([
      "data.body.transaction.amount: not a decimal number",
    ]);
    expect(await database.prisma.cardTransaction.count({ where: { txid: "81" } })).toBe(1);
  });
});

it("keeps cards apart whose numbers look alike once written together", async () => {
  const of = (account: string, ref: string, txid: string) =>
    card({ txid }).replace('"ANY1"', JSON.stringify(ref)).replace('"xxx"', JSON.stringify(account));
  await Promise.all([receiver.deliver(of("a b", "c", "apart1")), receiver.deliver(of("a", "b c", "apart2"))]);
  await receiver.process();
  expect(await database.prisma.cardTransaction.count({ where: { txid: { startsWith: "apart" } } })).toBe(2);
});

it("takes a reference that would be cut within a character", async () => {
  const body = card({ txid: "cut" }).replace('"reference":"r"', `"reference":"${"a".repeat(199)}\u{1F600}"`);
  expect((await receiver.deliver(body)).body).toEqual({ status: "accepted" });
});

it("counts the later tries of what was refused on the first, and keeps room for others", async () => {
  const refused = card({ txid: "refused" }, "1794000000").replace(/"hash":"..../, '"hash":"0000');
  for (let times = 0; times < 3; times += 1) expect((await receiver.deliver(refused)).status).toBe(401);
  const kept = await database.prisma.delivery.findMany({ where: { bankTimestamp: "1794000000" } });
  expect(kept.map(({ duplicateCount }) => duplicateCount)).toEqual([2]);
});

async function isAnybodyWaiting({ pool }: typeof database): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rowCount !== null && rowCount > 0;
}

it("stores a batch again that met somebody else's locks the wrong way round", async () => {
  const bodies = [card({ txid: "deadlock-1" }), card({ txid: "deadlock-2" })];
  for (const body of bodies) await receiver.deliver(body);
  const rows = await database.prisma.delivery.findMany({ orderBy: { id: "desc" }, take: 2 });
  const [first, second] = rows.toSorted((left, right) =>
    Buffer.compare(left.digest ?? EMPTY, right.digest ?? EMPTY),
  );
  const other = await database.pool.connect();
  const lock = (id = "") => other.query("UPDATE deliveries SET error = error WHERE id = $1", [id]);
  await other.query("BEGIN");
  await lock(second?.id);
  const answers = Promise.all(bodies.map((body) => receiver.deliver(body)));
  // Postgres ends the deadlock by failing who noticed it: the one that waited first, which must be ours.
  await vi.waitUntil(() => isAnybodyWaiting(database), { timeout: 20_000, interval: 10 });
  await lock(first?.id);
  await other.query("COMMIT");
  other.release();
  expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
});

describe("receive", () => {
  it("counts the same again, whatever its encoding and try", async () => {
    const body = card({ txid: "90" });
    const again = body.replace('"reference":"r"', '"reference":"r","current_try":2');
    expect((await receiver.deliver(body)).body).toEqual({ status: "accepted" });
    expect((await receiver.deliver(again)).body).toEqual({ status: "duplicate" });
    for (const encoding of ["form", "multipart", "json"] as const) {
      const sent = encodeNotification(JSON.parse(again), encoding);
      const { body: said } = await receiver.deliver(sent.body, { contentType: sent.contentType });
      expect(said, encoding).toEqual({ status: "duplicate" });
    }
  });

  it("commits deliveries that arrive together, each once", async () => {
    const bodies = Array.from({ length: 40 }, (_, index) =>
      card({ txid: `many${index % 20}` }, `${1_700_000_000 + (index % 20)}`),
    );
    const answers = await Promise.all(bodies.map((body) => receiver.deliver(body)));
    const statuses = answers.map((answer) => (answer.status === 200 ? answer.body.status : "refused"));
    expect(statuses.filter((status) => status === "accepted")).toHaveLength(20);
    expect(statuses.filter((status) => status === "duplicate")).toHaveLength(20);
  });

  it.each([
    ["an unknown key", card({ txid: "1" }, "1"), { key: "x".repeat(30) }, 404, "unknown_key"],
    ["another address", card({ txid: "1" }, "2"), { address: "8.8.8.8" }, 403, "address_not_allowed"],
    ["no notification", "hello=1", {}, 400, "not_a_notification"],
    ["broken JSON", '{"notification":', {}, 400, "not_a_notification"],
  ])("refuses %s", async (_what, body, options, status, code) => {
    expect(await receiver.deliver(body as string, options)).toMatchObject({
      status,
      body: { error: { code } },
    });
  });

  it.each([
    [
      "a year that Postgres does not know",
      (body: string) => body.replace('"2026-11-20T14:14:50+01:00"', '"0000-01-01T00:00:00+00:00"'),
    ],
    [
      "a bank date of the year 0",
      (body: string) => body.replace("2026-11-20 14:14:48", "0000-00-00 00:00:00"),
    ],
    ["text that Postgres cannot hold", (body: string) => body.replace("FNAC", "F\\u0000N\\ud800C")],
    ["an amount of a hundred digits", (body: string) => body.replace('"amount":"98.32"', '"amount":"1e99"')],
  ])("takes %s", async (what, change) => {
    const body = change(card({ txid: what }));
    expect((await receiver.deliver(body)).body).toEqual({ status: "accepted" });
    await receiver.process();
    expect(await database.prisma.cardTransaction.count({ where: { txid: what } })).toBe(1);
  });

  it("stores and shows events that the docs do not name", async () => {
    const body = card({}, "1794999999").replace("card_transaction_received", "account_closed");
    expect((await receiver.deliver(body)).body).toEqual({ status: "accepted" });
    await receiver.process();
    const rows = await database.prisma.delivery.findMany({ where: { eventName: "account_closed" } });
    expect(rows.map((row) => row.processing)).toEqual(["done"]);
  });

  it("keeps no byte of a body in clear", async () => {
    const refused = card({ txid: "refused and sealed" }).replace(/"hash":"..../, '"hash":"0000');
    const bodies = [card({ txid: "taken and sealed" }), refused, "what nobody can read, and is kept as well"];
    for (const text of bodies) {
      await receiver.deliver(text);
      const { id } = await database.prisma.delivery.findFirstOrThrow({ orderBy: { id: "desc" } });
      const { sealed } = await database.prisma.deliveryBody.findUniqueOrThrow({ where: { id } });
      const opened = open(site.ring, { table: "deliveries", row: id, site: site.siteId }, sealed);
      expect(opened.toString()).toBe(text);
      // Six bytes of it, wherever they begin, which no seal has by chance.
      const stored = Buffer.from(sealed);
      const clear = [...text].map((_, at) => text.slice(at, at + 6)).filter((part) => part.length === 6);
      expect(clear.filter((part) => stored.includes(part))).toEqual([]);
    }
  });
});
