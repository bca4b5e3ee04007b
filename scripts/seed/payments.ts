import { type Draw, makeDraw } from "./draw";
import type { SeedOptions } from "./options";
import type { Card } from "./people";
import { drawShops, type Shop } from "./shops";
import { drawInstants, parisOffset, type Timeline } from "./timeline";

/** A payment as the bank reports it. */
export interface Payment {
  readonly id: string;
  readonly card: Card;
  readonly txid: string;
  readonly shop: Shop;
  readonly amount: string;
  readonly amountFx: string;
  readonly fx: string;
  readonly fxFee: string;
  readonly status: string;
  readonly type: "C" | "D";
  readonly balanceAfter: string;
  /** When it was made: whole seconds, in milliseconds. */
  readonly at: number;
  readonly receivedAt: number;
  /** In Paris, as the bank writes it. */
  readonly date: string;
  /** 32 bytes in hex, for its place among its versions. */
  readonly digest: string;
}

const SHOPS = 6_000;
const REFUNDS = 0.025;
const FEE = 0.02;
/** Younger payments are still authorised. */
const SETTLES_AFTER_MS = 2 * 86_400_000;

/** The shops where they are made. */
export function shopsOf(seed: SeedOptions["seed"]): Shop[] {
  return drawShops(makeDraw(seed, 4), SHOPS);
}

/** Invents payments in the order of their time. The same options give the same payments. */
export function* drawPayments(
  options: SeedOptions,
  timeline: Timeline,
  cards: readonly Card[],
): Generator<Payment> {
  const draw = makeDraw(options.seed, 3);
  const shops = shopsOf(options.seed);
  if (cards.length === 0) return;
  let number = 0;
  for (const at of drawInstants(timeline, options.transactions, makeDraw(options.seed, 5).next)) {
    const present = Math.max(1, Math.floor(cards.length * timeline.arrivedAt(at)));
    const card = cards[Math.floor(present * draw.next() ** 1.3)];
    // A few shops get most of the visits.
    const shop = shops[Math.floor(shops.length * draw.next() ** 3)];
    if (card === undefined || shop === undefined) throw new Error("a payment without card or shop");
    number += 1;
    yield drawPayment(draw, { card, shop, at, txid: String(1_000_000_000 + number), until: timeline.until });
  }
}

interface Circumstances {
  readonly card: Card;
  readonly shop: Shop;
  readonly at: number;
  readonly txid: string;
  readonly until: number;
}

function drawPayment(draw: Draw, { card, shop, at, txid, until }: Circumstances): Payment {
  // Small amounts are more common than large ones.
  const cents = Math.round(shop.least + (shop.most - shop.least) * draw.next() ** 2);
  const euroCents = shop.rate === 1 ? cents : Math.max(1, Math.round(cents * shop.rate));
  const type = draw.next() < REFUNDS ? "C" : "D";
  return {
    id: draw.id(at),
    card,
    txid,
    shop,
    amount: decimal(euroCents),
    amountFx: decimal(cents),
    fx: shop.rate.toFixed(6),
    fxFee: shop.currency === "EUR" ? "0" : decimal(Math.round(euroCents * FEE)),
    status: drawStatus(draw.next(), type, until - at < SETTLES_AFTER_MS),
    type,
    balanceAfter: decimal(Math.floor(draw.next() * 900_000)),
    at,
    receivedAt: at + 900 + Math.floor(draw.next() * 4_000),
    date: new Date(at + parisOffset(at)).toISOString().slice(0, 19).replace("T", " "),
    digest: draw.hex(32),
  };
}

function drawStatus(fate: number, type: "C" | "D", young: boolean): string {
  if (type === "C") return "S";
  if (fate < 0.03) return "D";
  if (fate < 0.042) return "R";
  if (fate < 0.0425) return "X"; // a letter that nobody documented
  if (fate < 0.045) return "A"; // was never settled
  return young ? "A" : fate < 0.2 ? "C" : "S";
}

function decimal(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}
