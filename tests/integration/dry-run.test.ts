import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { escapeInvisible } from "@/lib/anytime/values/visible-text";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt } from "@/lib/links/connecting/attempts";
import { inviteLinkedUser } from "@/lib/links/inviting/invite";
import { readDeliveryView } from "@/lib/webhooks/read/delivery-detail";
import { dryRun } from "@/lib/webhooks/review/dry-run";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

function notification(data: Record<string, unknown>): string {
  const timestamp = String(clock++);
  const hash = hashTimestamp(timestamp, VECTOR_PARTNER_REF);
  return JSON.stringify({ notification: { data: { hash, timestamp, ...data } } });
}
function payment(status: string, amount: string): string {
  const transaction = {
    txid: "tx-1",
    amount,
    currency: "EUR",
    status,
    type: "D",
    description: "FNAC,PARIS,75001,FRA",
  };
  const body = { method: "card_last_tx", card_ref: "C1", acc_id: "A1", transaction };
  return notification({
    event_name: "card_transaction_received",
    request_id: "1",
    type_response: "async",
    body,
  });
}
const latest = async () => {
  const row = await database.prisma.delivery.findFirstOrThrow({ orderBy: { id: "desc" } });
  return row.id;
};
const counts = async () => {
  const { prisma } = database;
  return Promise.all([
    prisma.delivery.count(),
    prisma.cardTransaction.count(),
    prisma.apiToken.count(),
    prisma.liveEvent.count(),
    prisma.transactionVersion.count(),
  ]);
};
const run = (id: string) => dryRun(SYSTEM_SCOPE, database, site.ring, id);

it("says field by field what a payment would change, and changes nothing", async () => {
  await receiver.deliver(payment("A", "10.50"));
  const first = await latest();
  const before = await counts();
  const made = await run(first);
  expect(await counts()).toEqual(before);
  expect(made).toMatchObject({
    ok: true,
    changes: [
      { entity: "card", created: true },
      { entity: "card_transaction", created: true, label: "FNAC" },
    ],
  });
  await receiver.process();
  await receiver.deliver(payment("S", "10.5000"));
  const settled = await run(await latest());
  const change = settled.ok ? settled.changes.find(({ entity }) => entity === "card_transaction") : undefined;
  expect(change?.created).toBe(false);
  expect(change?.fields).toEqual(
    expect.arrayContaining([
      { name: "status", before: "A", after: "S" },
      { name: "amount", before: "10.50", after: "10.5000" },
      { name: "versions", before: "1", after: "2" },
    ]),
  );
  await receiver.process();
  // What was said before changes nothing when it is said again.
  expect(await run(first)).toEqual({ ok: true, changes: [] });
});

it("says whom a token would be linked to, and nothing of the token", async () => {
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of this test" };
  const invited = await inviteLinkedUser(SYSTEM_SCOPE, database, keys, {
    siteId: site.siteId,
    name: "Camille Renard",
    email: null,
    externalReference: null,
    language: "fr",
  });
  if (!invited.ok) throw new Error(invited.problem);
  const begun = await beginAttempt(SYSTEM_SCOPE, database, site.ring, {
    secret: invited.secret,
    language: "fr",
    userAgent: null,
  });
  if (!begun.ok) throw new Error(begun.reason);
  await receiver.deliver(
    notification({
      event_name: "token_created",
      token: "a-token-that-acts-as-the-customer",
      custom_reference: begun.attempt.customReference,
    }),
  );
  const result = await run(await latest());
  expect(JSON.stringify(result)).not.toContain("a-token-that");
  expect(result).toMatchObject({
    ok: true,
    changes: [
      { entity: "api_token", created: true },
      {
        entity: "linked_user",
        created: false,
        label: "Camille Renard",
        fields: [{ name: "state", before: "connecting", after: "active" }],
      },
    ],
  });
});

it("has nothing to say of an unknown event, and says what is wrong with a broken one", async () => {
  await receiver.deliver(notification({ event_name: "something_new" }));
  expect(await run(await latest())).toEqual({ ok: true, changes: [] });
  await receiver.deliver(notification({ event_name: "token_created" }));
  expect(await run(await latest())).toMatchObject({ ok: false, problem: "unreadable" });
  expect(await run("00000000-0000-7000-8000-000000000000")).toEqual({ ok: false, problem: "not_found" });
});

it("gives up where its rows are held by somebody else", async () => {
  await receiver.process();
  await receiver.deliver(payment("S", "11.00"));
  const id = await latest();
  await database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM card_transactions FOR UPDATE`;
    expect(await run(id)).toEqual({ ok: false, problem: "busy" });
  });
});

it("escapes what turns the direction of text, wherever a payload's words are shown", async () => {
  const timestamp = String(clock++);
  const transaction = {
    txid: "T1",
    amount: "1.00",
    currency: "EUR",
    status: "S",
    type: "D",
    date: "2026-11-01 10:00:00",
    description: "SHOP\u202Egpj.exe",
  };
  const data = {
    hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
    timestamp,
    event_name: "card_transaction_received",
    body: { method: "card_last_tx", card_ref: "C\u202E1", acc_id: "A1", transaction },
  };
  await receiver.deliver(JSON.stringify({ notification: { reference: "R\u202Eabc", data } }));
  const { id } = await database.prisma.delivery.findFirstOrThrow({ where: { bankTimestamp: timestamp } });
  const dry = await dryRun(SYSTEM_SCOPE, database, site.ring, id);
  await receiver.process();
  const deps = { db: database.prisma, ...receiver.deps };
  const view = await readDeliveryView(SYSTEM_SCOPE, deps, id, true);
  expect(view?.changed).toHaveLength(1);
  const shown = JSON.stringify([view?.delivery.reference, view?.changed, view?.payload, dry]);
  expect(escapeInvisible(shown)).toBe(shown);
});
