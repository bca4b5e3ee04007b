import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Link } from "@/components/navigation/link";
import { Facts } from "@/components/ui/facts";
import { ShortId } from "@/components/ui/short-id";
import { ExactTime } from "@/components/ui/time";
import type { DeliveryRow } from "@/lib/webhooks/read/delivery-sql";
import { formatDuration } from "../duration";

const LINK = "text-accent hover:underline";

/** The facts of a delivery. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryRow }) {
  const t = useTranslations("deliveries.facts");
  const columns = useTranslations("deliveries");
  const locale = useLocale();
  const facts: [string, string, ReactNode][] = [
    [
      "received",
      t("received"),
      <ExactTime key="at" iso={delivery.receivedAt.toISOString()} as="stampZone" />,
    ],
    ["id", t("id"), <ShortId key="id" value={delivery.id} />],
  ];
  if (delivery.reference !== null)
    facts.push([
      "reference",
      t("reference"),
      <ShortId key="ref" value={delivery.reference} head={8} tail={0} />,
    ]);
  if (delivery.currentTry !== null)
    facts.push([
      "try",
      t("try"),
      columns("try", { current: delivery.currentTry, max: delivery.maxTries ?? 3 }),
    ]);
  facts.push(["answer", t("answer"), delivery.answerStatus]);
  if (delivery.processedAt !== null) {
    const took = delivery.processedAt.getTime() - delivery.receivedAt.getTime();
    facts.push(["processed", columns("columns.latency"), formatDuration(took, locale)]);
  }
  facts.push(["size", t("size"), t("bytes", { count: delivery.bodySize })]);
  if (delivery.lastDuplicateAt !== null)
    facts.push([
      "duplicates",
      t("duplicates"),
      <span key="duplicates">
        {t("duplicateTimes", { count: delivery.duplicateCount })}{" "}
        <ExactTime iso={delivery.lastDuplicateAt.toISOString()} />
      </span>,
    ]);
  if (delivery.userId !== null)
    facts.push([
      "user",
      t("user"),
      <UserLinks key="user" id={delivery.userId} name={delivery.userName ?? ""} />,
    ]);
  return <Facts className="mt-3.5" facts={facts.map(([key, label, value]) => ({ key, label, value }))} />;
}

function UserLinks({ id, name }: { id: string; name: string }) {
  const t = useTranslations("deliveries.facts");
  return (
    <>
      <Link href={`/users/${id}`} className={LINK}>
        {name}
      </Link>{" "}
      ·{" "}
      <Link href={`/deliveries?user=${id}`} className={LINK}>
        {t("allOfUser")}
      </Link>
    </>
  );
}
