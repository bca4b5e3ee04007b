// The notifications that brought the newest payments, signed and sealed like real ones.
import { encodeNotification } from "@/lib/anytime/body/encode";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { parisOffsetTime } from "@/lib/sandbox/time/clock";
import type { ReceivingSite } from "@/lib/sites/finding/receiving-site";
import { judge } from "@/lib/webhooks/receive/judge";
import { line } from "./copy";
import { type Draw, makeDraw } from "./draw";
import type { Fold } from "./lines";
import type { Payment } from "./payments";

export const DELIVERY_COLUMNS = [
  ...["id", "site_id", "received_at", "digest", "pair_digest", "verdict", "verdict_reason", "answer_status"],
  ...[
    "event_name",
    "reference",
    "bank_timestamp",
    "bank_created_at",
    "current_try",
    "max_tries",
    "content_type",
  ],
  ...["encoding", "body_size", "source_address", "peer_address", "user_agent", "address_leg", "hash_leg"],
  ...["hash_rendering", "pair_leg", "age_seconds", "processing", "attempts", "processed_at"],
];
export const BODY_COLUMNS = ["id", "sealed"];

const ADDRESS = "127.0.0.1";
const RETRIED = 0.01;
const FORGED = 0.002;

/** A delivery, and its place among the versions of its payment. */
export interface DrawnDelivery {
  readonly id: string;
  readonly delivery: string;
  readonly body: string;
  readonly fold: Fold;
}

/** Writes and judges deliveries. */
export class DeliveryWriter {
  readonly #draw: Draw;
  readonly #ring: KeyRing;
  readonly #sites: ReadonlyMap<string, ReceivingSite>;

  constructor(seed: number, ring: KeyRing, sites: readonly ReceivingSite[]) {
    this.#draw = makeDraw(seed, 7);
    this.#ring = ring;
    this.#sites = new Map(sites.map((site) => [site.id, site]));
  }

  /** The delivery that brought a payment. */
  write(payment: Payment): DrawnDelivery {
    const { row, sealed } = this.#judge(payment, false);
    if (row.digest === null || row.bankTimestamp === null) throw new Error("a delivery that cannot be read");
    const createdAt = row.bankCreatedAt ?? new Date(payment.receivedAt);
    return {
      id: row.id,
      delivery: deliveryLine(row, "accepted", null),
      body: line([row.id, sealed]),
      fold: { timestamp: row.bankTimestamp, createdAt, digest: row.digest },
    };
  }

  /** Now and then, one whose hash nobody with the reference made. */
  writeForged(payment: Payment): Pick<DrawnDelivery, "delivery" | "body"> | null {
    if (!this.#draw.chance(FORGED)) return null;
    const { row, sealed } = this.#judge(payment, true);
    return {
      delivery: deliveryLine(row, "quarantined", "hash_mismatch"),
      body: line([row.id, sealed]),
    };
  }

  #judge(payment: Payment, forged: boolean) {
    const site = this.#sites.get(payment.card.account.siteId);
    const ref = site?.partnerRefs[0]?.ref;
    if (site === undefined || ref === undefined) throw new Error("a site without a partner reference");
    const sent = encodeNotification(this.#notify(payment, forged ? "not the reference" : ref), "form");
    const { delivery } = judge(
      { ring: this.#ring, proxies: { hops: 0, isProxy: () => false }, development: true },
      { ...site, allowedIps: [ADDRESS] },
      {
        ...sent,
        userAgent: undefined,
        peer: ADDRESS,
        forwardedFor: null,
        receivedAt: new Date(payment.receivedAt),
      },
    );
    return { row: delivery.row, sealed: delivery.bodySealed };
  }

  #notify({ card, shop, receivedAt, ...payment }: Payment, partnerRef: string) {
    const { txid, amount, amountFx, fx, fxFee, status, type, balanceAfter, date } = payment;
    const { mcc, currency, description } = shop;
    const sentAt = receivedAt - 400;
    // One that nobody else has: the digest would be the same.
    const timestamp = `${Math.floor(sentAt / 1_000)}.${String(this.#draw.below(10_000)).padStart(4, "0")}`;
    return {
      notification: {
        reference: this.#draw.hex(20),
        created_at: parisOffsetTime(new Date(sentAt)),
        context: "anytime-connect",
        current_try: this.#draw.chance(RETRIED) ? 2 : 1,
        max_tries: 3,
        data: {
          hash: hashTimestamp(timestamp, partnerRef),
          timestamp,
          event_name: "card_transaction_received",
          request_id: `r${txid}`,
          body: {
            method: "card_last_tx",
            card_ref: card.cardRef,
            acc_id: card.account.accId,
            transaction: {
              ...{ txid, mcc, amount, amount_fx: amountFx, currency, fx, fx_fee: fxFee, status, type },
              ...{ balance_after: balanceAfter, date, description },
            },
          },
        },
      },
    };
  }
}

type Row = ReturnType<typeof judge>["delivery"]["row"];

function deliveryLine(row: Row, verdict: "accepted" | "quarantined", reason: string | null): string {
  const accepted = verdict === "accepted";
  return line([
    ...[row.id, row.siteId, row.receivedAt, bytes(row.digest), bytes(row.pairDigest), verdict, reason],
    ...[accepted ? 200 : 401, row.eventName, row.reference, row.bankTimestamp, row.bankCreatedAt],
    ...[row.currentTry, row.maxTries, row.contentType, row.encoding, row.bodySize, row.sourceAddress],
    ...[row.peerAddress, row.userAgent, row.addressLeg, row.hashLeg, row.hashRendering, "fresh"],
    ...[row.ageSeconds, accepted ? "done" : "none", accepted ? 1 : 0, accepted ? row.receivedAt : null],
  ]);
}

function bytes(hex: string | null): Buffer | null {
  return hex === null ? null : Buffer.from(hex, "hex");
}
