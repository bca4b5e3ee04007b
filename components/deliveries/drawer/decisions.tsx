import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/webhooks/read/delivery-sql";
import { DECISIONS, type Decision, mayBeDecided } from "@/lib/webhooks/review/decisions";
import { DecideButton } from "./decide-button";

/** The decision about a delivery, or those that are possible. */
export function Decisions({ delivery, allowed }: { delivery: DeliveryRow; allowed: readonly Decision[] }) {
  const t = useTranslations("deliveries.decide");
  const known = DECISIONS.find((name) => name === delivery.decision);
  const { decidedAt } = delivery;
  const offered = allowed.filter((decision) => mayBeDecided(decision, delivery));
  return (
    <>
      {known !== undefined && (
        <Notice className="mt-3" title={t(`${known}.done`)}>
          {delivery.decisionReason} {decidedAt !== null && <ExactTime iso={decidedAt.toISOString()} />}
        </Notice>
      )}
      {delivery.waitsUntil !== null && (
        <Notice className="mt-3" title={t("waits.title")}>
          {t("waits.text")} <ExactTime iso={delivery.waitsUntil.toISOString()} />
        </Notice>
      )}
      {/* All of them stay mounted: the dialog with the result outlives the button. */}
      <div className={offered.length === 0 ? "hidden" : "mt-3 flex flex-wrap gap-2"}>
        {DECISIONS.map((decision) => (
          <DecideButton
            key={decision}
            decision={decision}
            id={delivery.id}
            offered={offered.includes(decision)}
            primary={decision === FIRST[delivery.verdict]}
          />
        ))}
      </div>
    </>
  );
}

const FIRST = { held: "released", quarantined: "judged_again", accepted: null } as const;
