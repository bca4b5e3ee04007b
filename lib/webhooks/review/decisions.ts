import { hashFits } from "@/lib/webhooks/receive/evidence";

/** What staff can decide about a delivery, in the order of the buttons. */
export const DECISIONS = ["released", "discarded", "replayed", "judged_again"] as const;
export type Decision = (typeof DECISIONS)[number];

/** How long the reason of a decision may be, in characters. */
export const REASON_LENGTH = { least: 3, most: 500 } as const;

/** What it depends on. */
export interface DecidedFacts {
  readonly verdict: "accepted" | "held" | "quarantined";
  readonly processing: "pending" | "done" | "parked" | "none" | "waiting";
  readonly hashLeg: string;
  /** What was decided before; null where nothing was. */
  readonly decision: string | null;
  /** null where the body was removed: nothing can be processed then. Left out where nobody asked. */
  readonly bodySealed?: Uint8Array | null;
}

const FITS: Readonly<Record<Decision, (delivery: DecidedFacts) => boolean>> = {
  // Also a quarantined one if only its address was wrong: the proxy hops may have hidden the real one.
  // A scheduled one takes effect now.
  released: ({ verdict, hashLeg, processing, decision, bodySealed }) =>
    decision === null &&
    bodySealed !== null &&
    (verdict === "held" || processing === "waiting" || (verdict === "quarantined" && hashFits(hashLeg))),
  discarded: ({ verdict, processing, decision }) =>
    decision === null && (verdict !== "accepted" || processing === "parked"),
  // What staff discarded stays discarded.
  replayed: ({ verdict, processing, decision, bodySealed }) =>
    verdict === "accepted" &&
    bodySealed !== null &&
    (processing === "done" || (processing === "parked" && decision === null)),
  judged_again: ({ verdict, decision }) => verdict === "quarantined" && decision === null,
};

/** Whether this can be decided about a delivery. The buttons and the decision itself both ask here. */
export function mayBeDecided(decision: Decision, delivery: DecidedFacts): boolean {
  return FITS[decision](delivery);
}
