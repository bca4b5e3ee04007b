import { MAX_BODY_BYTES } from "@/lib/anytime/body/parse-body";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Clock } from "@/lib/db/clock";
import type { ReceivingSite } from "@/lib/sites/finding/receiving-site";
import type { SiteCache } from "@/lib/sites/finding/site-cache";
import { fillHash } from "@/lib/sites/finding/test-event";
import type { DeliveryMetrics } from "@/lib/webhooks/metrics/delivery-metrics";
import { type Answer, refuse, unavailable } from "./answer";
import type { Offsets } from "./clock-offset";
import { isVerified } from "./evidence";
import type { Inbox } from "./inbox";
import { InboxFullError } from "./inbox-row";
import { isStale, type JudgeOptions, judge, type SentDelivery } from "./judge";
import { senderAddress } from "./peer";

/** A delivery as received, by either door. */
export interface RawDelivery extends Omit<SentDelivery, "body"> {
  readonly webhookKey: string;
  /** null if the door stopped reading: more than MAX_BODY_BYTES. */
  readonly body: Buffer | null;
}

/** What receiving a delivery needs. */
export interface ReceiveDependencies extends JudgeOptions {
  readonly sites: SiteCache;
  readonly inbox: Inbox;
  readonly deliveryMetrics: DeliveryMetrics;
  /** Postgres's time: deliveries arrive by it. */
  readonly clock: Clock;
  readonly offsets: Offsets;
}

/**
 * Receives a delivery: checks it, commits its body, and answers. 200 is sent only after the commit. Answers and
 * errors contain nothing of the payload.
 */
export async function receive(
  scope: SystemScope,
  deps: ReceiveDependencies,
  raw: RawDelivery,
): Promise<Answer> {
  const started = performance.now();
  const found = await deps.sites.find(raw.webhookKey).catch(() => "unavailable" as const);
  if (found === "unavailable") return unavailable();
  if (found === null) return refuseStranger(deps, raw);
  if (found.testId !== null) return receiveTest(deps, found.site, found.testId, raw);
  deps.deliveryMetrics.used(found.keyCredentialId);
  if (raw.body === null) {
    deps.deliveryMetrics.answered(found.site.id, 413, performance.now() - started);
    return tooLarge();
  }
  const answer = await receiveForSite(scope, deps, found.site, { ...raw, body: raw.body }, true);
  const outcome = answer.status === 200 ? answer.body.status : answer.status;
  deps.deliveryMetrics.answered(found.site.id, outcome, performance.now() - started);
  return answer;
}

/**
 * The part of receiving that follows once the site is known.
 *
 * @param keepRefused whether to quarantine a refused delivery: not if it is already quarantined
 */
async function receiveForSite(
  scope: SystemScope,
  deps: ReceiveDependencies,
  site: ReceivingSite,
  sent: SentDelivery,
  keepRefused: boolean,
): Promise<Answer> {
  try {
    const judged = await judgeByTheirClock(deps, site, sent);
    if (judged.credentialId !== null) deps.deliveryMetrics.used(judged.credentialId);
    if (judged.refusal !== null) {
      if (keepRefused) await deps.inbox.quarantine(scope, judged.delivery);
      return judged.refusal;
    }
    return { status: 200, body: { status: await deps.inbox.submit(scope, judged.delivery) } };
  } catch (error) {
    if (error instanceof InboxFullError && error.held)
      return refuse(503, "too_many_held", "Too many notifications wait for a person. Send it again.");
    // Whatever prevented the commit, the only honest answer is: not stored, send it again.
    return unavailable();
  }
}

/** If the bank's clock is known to differ from ours, verified deliveries are judged by the bank's. */
export async function judgeByTheirClock(
  deps: JudgeOptions & Pick<ReceiveDependencies, "offsets">,
  site: ReceivingSite,
  sent: SentDelivery,
) {
  const judged = judge(deps, site, sent);
  const { row } = judged.delivery;
  if (judged.refusal === null || !isVerified(row) || !isStale(judged)) return judged;
  const offset = await deps.offsets.read(site.id);
  return offset === null ? judged : judge(deps, site, sent, offset);
}

/**
 * Receives the one request of a test event: judged and answered like a delivery, and not stored. Whoever comes with its
 * nonce a second time is a stranger.
 */
async function receiveTest(
  deps: ReceiveDependencies,
  site: ReceivingSite,
  testId: string,
  raw: RawDelivery,
): Promise<Answer> {
  try {
    if (!(await deps.sites.spendTest(testId))) return refuseStranger(deps, raw);
    if (raw.body === null) return tooLarge();
    const sent = { ...raw, body: fillHash(raw.body, site) };
    const { refusal, delivery } = await judgeByTheirClock(deps, site, sent);
    const answer: Answer = refusal ?? { status: 200, body: { status: "accepted" } };
    await deps.sites.noteTest(testId, {
      status: answer.status,
      code: answer.status === 200 ? null : answer.body.error.code,
      address: delivery.row.sourceAddress,
      peer: delivery.row.peerAddress,
      forwardedFor: delivery.row.forwardedFor,
      addressLeg: delivery.row.addressLeg,
      hops: deps.proxies.hops,
    });
    return answer;
  } catch {
    return unavailable();
  }
}

function refuseStranger(deps: ReceiveDependencies, raw: RawDelivery): Answer {
  const answer =
    raw.body === null ? tooLarge() : refuse(404, "unknown_key", "No site has this callback URL.");
  deps.deliveryMetrics.unauthenticated({
    at: raw.receivedAt,
    reason: raw.body === null ? "too_large" : "unknown_key",
    address: senderAddress(raw.peer, raw.forwardedFor, deps.proxies),
    size: raw.body?.length ?? null,
  });
  return answer;
}

function tooLarge() {
  return refuse(413, "too_large", `A notification has at most ${MAX_BODY_BYTES} bytes.`);
}
