import type { NotificationTree } from "@/lib/anytime/body/encode";
import { bankPaymentSchema } from "../payments/bank-payment";
import type { Till } from "../payments/till";
import type { Clock } from "../time/clock";
import type { Charset, Encoding, Fault } from "./faults";
import type { SentRequest } from "./history";
import { override } from "./override";
import type { Sender } from "./sender";

/** Events of the bank. */
export const EVENTS = ["card_transaction_received", "token_created", "token_revoked"] as const;

/** An event to send by hand. `set` overrides fields of `data` by path. */
export interface Trigger {
  readonly event: (typeof EVENTS)[number];
  /** Whose it is; of a revocation, the newest live token's. */
  readonly customer?: string | undefined;
  readonly set?: Readonly<Record<string, string>> | undefined;
  readonly fault?: Fault | undefined;
  readonly encoding?: Encoding | undefined;
  readonly charset?: Charset | undefined;
}

interface Means {
  readonly sender: Sender;
  readonly till: Till;
  readonly clock: Clock;
  /** The fields of an event that happens now. @throws Error with a sentence if a path does not exist */
  readonly sample: (event: Trigger["event"], set: Readonly<Record<string, string>>) => NotificationTree;
}

const BURST = 50;
/** Characters that every character set has to write in its own way. */
const ACCENTED = "BOULANGERIE DÉLICES D'ÉTÉ - RUE DU CHÂTEAU, ORLÉANS,45000,FRA,FRA";

/** Makes an event happen and sends it, correct or with a fault. @returns the last request */
export async function sendTrigger(trigger: Trigger, means: Means): Promise<SentRequest> {
  const { fault } = trigger;
  if (fault === "burst") {
    const sent = Array.from({ length: BURST }, () => sendOne({ ...trigger, fault: undefined }, means));
    const [first, ...others] = await Promise.all(sent);
    return others.at(-1) ?? first ?? sendOne(trigger, means);
  }
  if (fault === "out-of-order") return sendOvertaken(trigger, means);
  if (fault === "spent-pair" && means.sender.lastTimestamp === null)
    await sendOne({ ...trigger, fault: undefined, set: {} }, means);
  return sendOne(trigger, means);
}

async function sendOne(trigger: Trigger, { sender, till, clock, sample }: Means): Promise<SentRequest> {
  const { event, fault, encoding, charset, set = {} } = trigger;
  const accented = event === "card_transaction_received" && charset !== undefined && charset !== "utf-8";
  const data = sample(event, accented ? { "body.transaction.description": ACCENTED, ...set } : set);
  if (event === "card_transaction_received") writeDown(data, till, clock);
  return sender.send({ event, data, fault, encoding, charset });
}

/** What was newer already: a payment has settled, a token was revoked, or there is another one. */
const NEWER = { token_created: "token_revoked", token_revoked: "token_created" } as const;

/** An event, and a newer one that arrives before it. @returns the request of the older one */
async function sendOvertaken(trigger: Trigger, means: Means): Promise<SentRequest> {
  const { event, encoding, charset, fault, set = {} } = trigger;
  const { sender, till, clock, sample } = means;
  const isPayment = event === "card_transaction_received";
  const older = sample(event, isPayment ? { "body.transaction.status": "A", ...set } : set);
  if (isPayment) writeDown(older, till, clock);
  const overtaken = sender.send({ event, data: older, fault, encoding, charset });
  const newer = isPayment ? override(older, { "body.transaction.status": "S" }) : sample(NEWER[event], {});
  if (isPayment) writeDown(newer, till, clock);
  await sender.send({ event: isPayment ? event : NEWER[event], data: newer, encoding, charset });
  return overtaken;
}

/** A payment whose fields were overridden is what the books say, too. */
function writeDown({ body }: NotificationTree, till: Till, clock: Clock): void {
  if (body === null || typeof body !== "object") return;
  const { acc_id: accId, card_ref: cardRef, transaction } = body;
  const payment = bankPaymentSchema.safeParse(transaction);
  if (!payment.success || typeof accId !== "string" || typeof cardRef !== "string") return;
  till.write({ accId, cardRef, at: clock(), payment: payment.data });
}

/** The fields of a payment's notification. */
export function paymentData(accId: string, cardRef: string, transaction: NotificationTree): NotificationTree {
  const body = { method: "card_last_tx", card_ref: cardRef, acc_id: accId, transaction };
  return { request_id: String(100_000 + Math.floor(Math.random() * 900_000)), type_response: "async", body };
}
