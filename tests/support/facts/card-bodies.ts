import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { VECTOR_PARTNER_REF } from "./factories";

let clock = 1_795_100_000;

/** A timestamp that no other body has. */
export function nextTimestamp(): string {
  clock += 1;
  return `${clock}.25`;
}

interface CardFields {
  /** A field that is undefined is not sent. */
  readonly transaction?: Record<string, unknown>;
  readonly body?: Record<string, unknown>;
  readonly timestamp?: string;
}

/** A card notification as an array, signed with the reference of the vectors. */
function cardNotification({ transaction, body, timestamp = nextTimestamp() }: CardFields) {
  return {
    notification: {
      reference: "r",
      created_at: "2026-11-20T14:14:50+01:00",
      data: {
        hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
        timestamp,
        event_name: "card_transaction_received",
        body: {
          method: "card_last_tx",
          card_ref: "ANY1",
          acc_id: "xxx",
          ...body,
          transaction: {
            txid: "1",
            amount: "98.32",
            currency: "EUR",
            status: "S",
            type: "D",
            date: "2026-11-20 14:14:48",
            description: "FNAC DIRECT - RUE DES BATEAUX LAVOIRS, IVRY SUR SEIN,94768,FRA,FRA",
            ...transaction,
          },
        },
      },
    },
  };
}

/** The same as JSON. Numbers that must keep their digits are passed as `{ raw: "1.50" }`. */
export function cardJson(fields: CardFields): string {
  return JSON.stringify(cardNotification(fields)).replaceAll(/\{"raw":"([^"]+)"\}/g, "$1");
}
