import { createHash } from "node:crypto";
import { expect, vi } from "vitest";
import type { Database } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { fillUserWords } from "@/lib/links/finding/fill-words";
import { BENCH_PARTNER_REF } from "../../bench/bodies";

/** What viewers and auditors must never be sent, wherever it is stored. */
export const PLANTED = {
  name: "Kanariova",
  email: "ada.canary@canary.example",
  reference: "CRM-CANARY-0028",
  card: "ANY-CANARY-9123",
  account: "ACC-CANARY-7456",
  payment: "20999904242",
  holder: "HOLDER CANARY",
  note: "A note about the canary",
  body: "request-canary-1",
} as const;

/** What pages are about. */
export type Planted = Record<"user" | "delivery" | "payment" | "merchant" | "apiKey", string>;

/** A person with a note and a card, and a payment of it that came as a delivery. */
export async function plant(database: Database, webhookUrl: string): Promise<Planted> {
  const { prisma } = database;
  const [user, createdAt] = [newId(), new Date()];
  const { id: siteId } = await prisma.site.findFirstOrThrow();
  await prisma.linkedUser.create({
    data: {
      ...{ id: user, siteId, name: `Ada ${PLANTED.name}`, email: PLANTED.email, stateSince: createdAt },
      ...{ externalReference: PLANTED.reference, createdAt },
    },
  });
  await prisma.linkedUserNote.create({
    data: { id: newId(), linkedUserId: user, siteId, text: PLANTED.note, createdAt, createdBy: "Lea" },
  });
  await fillUserWords(database);
  const answer = await fetch(webhookUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(notification(Math.floor(createdAt.getTime() / 1000))),
  });
  expect([answer.status, await answer.text()]).toMatchObject([200, expect.anything()]);
  await vi.waitFor(
    async () => {
      const named = { where: { merchantId: { not: null } } };
      expect(await prisma.cardTransaction.count(named)).toBe(1);
    },
    { timeout: 30_000 },
  );
  await prisma.card.updateMany({ data: { linkedUserId: user, holder: PLANTED.holder } });
  await prisma.cardTransaction.updateMany({ data: { unattributed: false } });
  const payment = await prisma.cardTransaction.findFirstOrThrow();
  const delivery = await prisma.delivery.findFirstOrThrow();
  const apiKey = newId();
  await prisma.apiKey.create({
    data: {
      ...{ id: apiKey, siteId, name: "Backend", prefix: "ak_x", scopes: ["users:read"], createdAt },
      keyHash: createHash("sha256").update("unknown").digest(),
    },
  });
  return { user, delivery: delivery.id, payment: payment.id, merchant: payment.merchantId ?? "", apiKey };
}

function notification(now: number) {
  const timestamp = `${now}.25`;
  const transaction = {
    ...{ txid: PLANTED.payment, mcc: "5942", amount: "98.32", currency: "EUR", status: "S", type: "D" },
    ...{ date: "2026-11-20 14:14:48", description: "FNAC DIRECT - RUE DES BATEAUX, IVRY,94768,FRA,FRA" },
  };
  return {
    notification: {
      reference: "r",
      created_at: new Date(now * 1000).toISOString(),
      context: "anytime-connect",
      data: {
        hash: createHash("sha256").update(`${timestamp}|${BENCH_PARTNER_REF}`).digest("hex"),
        ...{ timestamp, event_name: "card_transaction_received", request_id: PLANTED.body },
        body: { method: "card_last_tx", card_ref: PLANTED.card, acc_id: PLANTED.account, transaction },
      },
    },
  };
}
