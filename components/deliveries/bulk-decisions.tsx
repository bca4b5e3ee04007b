import type { DeliveryHealth } from "@/lib/webhooks/deliveries-store";
import type { DeliveryFilters } from "@/lib/webhooks/delivery-filters";
import { DecideButton } from "./decide-button";

interface BulkDecisionsProps {
  verdict: DeliveryFilters["verdict"];
  counts: Pick<DeliveryHealth, "held" | "quarantined" | "parked">;
}

const FIRST = { held: "released", quarantined: "judged_again", parked: "replayed" } as const;

/** What can be decided of everything that waits, while just that is listed. */
export function BulkDecisions({ verdict, counts }: BulkDecisionsProps) {
  if (verdict !== "held" && verdict !== "quarantined" && verdict !== "parked") return null;
  const count = counts[verdict];
  if (count === 0) return null;
  return (
    <span className="ml-auto flex gap-2">
      <DecideButton decision={FIRST[verdict]} target={{ all: verdict }} count={count} primary />
      <DecideButton decision="discarded" target={{ all: verdict }} count={count} />
    </span>
  );
}
