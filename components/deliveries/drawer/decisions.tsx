import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/webhooks/delivery-sql";
import { DECISIONS } from "../decisions";
import { DecideButton } from "./decide-button";

/** What was decided of a delivery, or what can be. */
export function Decisions({ delivery, mayDecide }: { delivery: DeliveryRow; mayDecide: boolean }) {
  const t = useTranslations("deliveries.decide");
  const { id, verdict, processing, decision, decidedAt, hashLeg } = delivery;
  const known = DECISIONS.find((name) => name === decision);
  if (known !== undefined) {
    return (
      <Notice className="mt-3" title={t(`${known}.done`)}>
        {delivery.decisionReason} {decidedAt !== null && <ExactTime iso={decidedAt.toISOString()} />}
      </Notice>
    );
  }
  if (!mayDecide || processing === "pending") return null;
  const waits = verdict !== "accepted" || processing === "parked";
  const hashFits = hashLeg === "match" || hashLeg === "public";
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {verdict === "held" && <DecideButton decision="released" id={id} primary />}
      {verdict === "quarantined" && hashFits && <DecideButton decision="released" id={id} />}
      {verdict === "quarantined" && <DecideButton decision="judged_again" id={id} primary />}
      {verdict === "accepted" && <DecideButton decision="replayed" id={id} />}
      {waits && <DecideButton decision="discarded" id={id} />}
    </div>
  );
}
