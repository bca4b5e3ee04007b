"use client";

import { useFormatter, useTranslations } from "next-intl";
import { CopyField } from "@/components/controls/copy-field";
import type { ConnectLink } from "./actions";

/** A connect link to hand over: copy or scan. */
export function ConnectLinkCard({ link: { url, qr, expiresAt } }: { link: ConnectLink }) {
  const format = useFormatter();
  const t = useTranslations("users.invite");
  return (
    <div className="flex flex-col gap-4">
      <p className="text-dim">
        {t("linkText", { until: format.dateTime(expiresAt, { dateStyle: "long" }) })}
      </p>
      <CopyField value={url} label={t("link")} copy={t("copy")} />
      {/* biome-ignore lint/performance/noImgElement: a data: address, nothing to optimise */}
      <img
        src={qr}
        alt={t("qr")}
        className="mx-auto size-44 rounded-control border border-line bg-white p-1"
      />
    </div>
  );
}
