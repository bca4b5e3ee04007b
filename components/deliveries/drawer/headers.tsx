import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { Facts } from "@/components/ui/facts";
import type { DeliveryView } from "@/lib/webhooks/read/delivery-detail";

/** The headers. Their text comes from the sender: it is escaped, and never a link. */
export function Headers({ delivery }: { delivery: DeliveryView["delivery"] }) {
  const t = useTranslations("deliveries.headers");
  const say = (value: string | null) =>
    value === null ? (
      <span className="text-faint">{t("absent")}</span>
    ) : (
      <span className="font-mono text-[12px]">{value}</span>
    );
  return (
    <>
      <Facts
        facts={[
          { key: "contentType", label: t("contentType"), value: say(delivery.contentType) },
          { key: "userAgent", label: t("userAgent"), value: say(delivery.userAgent) },
          { key: "peer", label: t("peer"), value: say(delivery.peerAddress) },
          { key: "forwardedFor", label: t("forwardedFor"), value: say(delivery.forwardedFor) },
        ]}
      />
      {delivery.sourceAddress !== null && (
        <Link
          href={`/deliveries?address=${encodeURIComponent(delivery.sourceAddress)}`}
          className="mt-2 inline-block text-table text-accent hover:underline"
        >
          {t("allFrom")}
        </Link>
      )}
    </>
  );
}
