import { useTranslations } from "next-intl";
import { Facts } from "@/components/ui/facts";
import { ExactTime } from "@/components/ui/time";
import type { ApiKeyRow } from "@/lib/partner-api/keys/api-keys-store";

/** What a key may do, from where and until when, and when it was last used. */
export function KeyFacts({ apiKey }: { apiKey: ApiKeyRow }) {
  const t = useTranslations("apiKeys");
  const { prefix, scopes, allowedIps, expiresAt, lastUsedAt, lastUsedAddress } = apiKey;
  return (
    <Facts
      facts={[
        { key: "key", label: t("columns.key"), value: <code className="text-[12px]">{prefix}…</code> },
        { key: "scopes", label: t("columns.scopes"), value: scopes.join(", ") },
        {
          key: "addresses",
          label: t("log.addresses"),
          value: allowedIps.length === 0 ? t("log.anywhere") : allowedIps.join(", "),
        },
        {
          key: "expires",
          label: t("log.expires"),
          value: expiresAt === null ? t("log.neverExpires") : <ExactTime iso={expiresAt.toISOString()} />,
        },
        {
          key: "used",
          label: t("log.used"),
          value:
            lastUsedAt === null ? (
              t("never")
            ) : (
              <>
                <ExactTime iso={lastUsedAt.toISOString()} /> {lastUsedAddress}
              </>
            ),
        },
      ]}
    />
  );
}
