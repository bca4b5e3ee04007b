import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { ExactTime } from "@/components/ui/time";
import type { Sibling } from "@/lib/webhooks/read/delivery-detail-store";
import { DeliveryOutcome } from "../verdict";

/** Other deliveries of the same notification, oldest first. */
export function Siblings({ siblings }: { siblings: readonly Sibling[] }) {
  const t = useTranslations("deliveries.siblings");
  if (siblings.length === 0) return <p className="text-table text-dim">{t("none")}</p>;
  return (
    <ol className="flex flex-col gap-2 text-table">
      {siblings.map((sibling) => (
        <li key={sibling.id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Link href={`/deliveries?open=${sibling.id}`} className="text-accent hover:underline">
            {t(sibling.relation)}
          </Link>
          <DeliveryOutcome row={sibling} />
          <span className="text-dim">
            {sibling.currentTry !== null && t("try", { current: sibling.currentTry })}{" "}
            {sibling.duplicateCount > 0 && t("duplicates", { count: sibling.duplicateCount })}
          </span>
          <ExactTime iso={sibling.receivedAt.toISOString()} className="text-label text-faint" />
        </li>
      ))}
    </ol>
  );
}
