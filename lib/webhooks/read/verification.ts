import type { Envelope } from "@/lib/anytime/body/envelope";
import { verifyHash } from "@/lib/anytime/hash/verify-hash";
import { judgeAddress } from "@/lib/sites/addresses/address";
import type { ReceivingSite } from "@/lib/sites/finding/receiving-site";
import { hashFits } from "@/lib/webhooks/receive/evidence";
import { type ProxyTrust, senderAddress } from "@/lib/webhooks/receive/peer";

/** Which of a site's references a hash was computed with; `gone`: one that the site no longer has. */
export type ReferenceSlot = "current" | "previous" | "gone";

/** The checks of a delivery, one after the other, with what a person needs to follow them. */
export type VerificationStep =
  | { readonly leg: "key" }
  | {
      readonly leg: "address";
      readonly outcome: string;
      readonly seenAs: string | null;
      readonly hops: number;
      /** The result under the current settings, if it differs. */
      readonly now: string | null;
    }
  | {
      readonly leg: "hash";
      readonly outcome: string;
      /** The first 8 digits: they help a person, and are useless to a forger. */
      readonly received: string | null;
      readonly rendering: string | null;
      readonly reference: ReferenceSlot | null;
      readonly expected: readonly { reference: ReferenceSlot; start: string }[];
    }
  | { readonly leg: "pair"; readonly outcome: string; readonly spentBy: string | null }
  | {
      readonly leg: "age";
      readonly outcome: "near" | "past" | "future";
      readonly seconds: number;
      readonly limit: number;
      readonly refuses: boolean;
    }
  | { readonly leg: "parsed"; readonly encoding: string | null; readonly problem: string | null };

/** The result when the delivery arrived. */
export interface JudgedDelivery {
  readonly receivedAt: Date;
  readonly addressLeg: string;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly forwardedFor: string | null;
  readonly hashLeg: string;
  readonly hashRendering: string | null;
  readonly pairLeg: string;
  readonly ageSeconds: number | null;
  readonly encoding: string | null;
  readonly verdictReason: string | null;
  readonly error: string | null;
}

/** What else is needed to follow a check. */
export interface VerificationContext {
  readonly envelope: Envelope | null;
  /** null for those who may not decide: they see the results, but nothing of the references. */
  readonly site: ReceivingSite | null;
  readonly spentBy: string | null;
  readonly proxies: ProxyTrust;
  readonly development: boolean;
}

const DEFAULT_LIMIT_SECONDS = 300;
const START = 8;

/** The checks of a delivery, in the order in which they were made. */
export function listSteps(delivery: JudgedDelivery, context: VerificationContext): VerificationStep[] {
  const steps: (VerificationStep | null)[] = [
    { leg: "key" },
    addressStep(delivery, context),
    {
      leg: "parsed",
      encoding: delivery.encoding,
      problem: delivery.error ?? (delivery.hashLeg === "unread" ? delivery.verdictReason : null),
    },
    hashStep(delivery, context),
    { leg: "pair", outcome: delivery.pairLeg, spentBy: context.spentBy },
    ageStep(delivery, context),
  ];
  return steps.filter((step) => step !== null);
}

function addressStep(delivery: JudgedDelivery, context: VerificationContext): VerificationStep {
  const { site, proxies, development } = context;
  const seen = senderAddress(delivery.peerAddress ?? delivery.sourceAddress, delivery.forwardedFor, proxies);
  const now = site === null ? null : judgeAddress(seen, site.allowedIps, development);
  return {
    leg: "address",
    outcome: delivery.addressLeg,
    seenAs: delivery.sourceAddress,
    hops: proxies.hops,
    now: now === delivery.addressLeg ? null : now,
  };
}

function hashStep(delivery: JudgedDelivery, { envelope, site }: VerificationContext): VerificationStep {
  const { hashLeg, hashRendering } = delivery;
  const verdicts =
    envelope === null || site === null
      ? []
      : site.partnerRefs.map(({ ref, slot }) => ({
          reference: slot,
          verdict: verifyHash({ hash: envelope.hash, timestamp: envelope.timestamp, partnerRef: ref }),
        }));
  const fits = verdicts.find(({ verdict }) => verdict.match)?.reference ?? null;
  const matched = hashFits(hashLeg);
  return {
    leg: "hash",
    outcome: hashLeg,
    received: envelope?.hash.slice(0, START).toLowerCase() ?? null,
    rendering: hashRendering,
    reference: fits ?? (matched && verdicts.length > 0 && site?.lacksKey === false ? "gone" : null),
    expected: verdicts.flatMap(({ reference, verdict }) =>
      verdict.match || fits !== null ? [] : [{ reference, start: verdict.expectedStart }],
    ),
  };
}

function ageStep(
  { ageSeconds, receivedAt }: JudgedDelivery,
  { envelope, site }: VerificationContext,
): VerificationStep | null {
  if (ageSeconds === null) return null;
  const limit = site?.staleness.seconds ?? DEFAULT_LIMIT_SECONDS;
  const ahead = envelope !== null && Number(envelope.timestamp.text) > receivedAt.getTime() / 1000;
  const outcome = ageSeconds <= limit ? "near" : ahead ? "future" : "past";
  return { leg: "age", outcome, seconds: ageSeconds, limit, refuses: site?.staleness.refuse === true };
}
