import { createHash } from "node:crypto";
import { encodeNotification } from "@/lib/anytime/body/encode";

/** The partner reference that the bench's servers verify with. */
export const BENCH_PARTNER_REF = "b".repeat(32) + "e".repeat(32);

/**
 * The docs' card transaction, each with its own txid, timestamp and valid hash, so that nothing measured is
 * a duplicate or a refusal.
 *
 * @param first number of the first one: bodies of different numbers never meet
 */
export function makeBodies(
  encoding: "form" | "json",
  first: number,
  count: number,
): { type: string; bodies: Buffer[] } {
  const base = Math.floor(Date.now() / 1000) - 86_400;
  let type = "";
  const bodies = Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const timestamp = `${base + Math.floor(number / 10_000)}.${String(number % 10_000).padStart(4, "0")}1`;
    const hash = createHash("sha256").update(`${timestamp}|${BENCH_PARTNER_REF}`).digest("hex");
    const encoded = encodeNotification(notification(number, timestamp, hash), encoding);
    type = encoded.contentType;
    return encoded.body;
  });
  return { type, bodies };
}

function notification(number: number, timestamp: string, hash: string) {
  const transaction = {
    txid: String(20_000_000_000 + number),
    mcc: "5942",
    amount: "98.32",
    amount_fx: "98.32",
    currency: "EUR",
    fx: "1.000000",
    fx_fee: "0",
    status: "S",
    type: "D",
    balance_after: "0.00",
    date: "2026-11-02 14:14:48",
    description: "FNAC DIRECT - RUE DES BATEAUX LAVOIRS, IVRY SUR SEIN,94768,FRA,FRA",
  };
  const card = number % 500;
  const body = { method: "card_last_tx", card_ref: `ANY${card}`, acc_id: String(card % 200), transaction };
  return {
    notification: {
      reference: "d5ec5399f34be7fcaaeadb64ad6236550a4c19ea",
      created_at: "2026-11-02T10:17:48+01:00",
      context: "anytime-connect",
      current_try: 1,
      max_tries: 3,
      data: {
        hash,
        timestamp,
        event_name: "card_transaction_received",
        request_id: "109605",
        type_response: "async",
        body,
      },
    },
  };
}
