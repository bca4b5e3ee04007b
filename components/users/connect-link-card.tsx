"use client";

import { useFormatter, useTranslations } from "next-intl";
import { CopyButton } from "@/components/controls/copy-button";
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
      <div className="flex items-center gap-2">
        <input
          readOnly
          aria-label={t("link")}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 grow rounded-control border border-line-strong bg-bg px-2.5 font-mono text-[12px]"
        />
        <CopyButton value={url} label={t("copy")} />
      </div>
      {/* biome-ignore lint/performance/noImgElement: a data: address, nothing to optimise */}
      <img
        src={qr}
        alt={t("qr")}
        className="mx-auto size-44 rounded-control border border-line bg-white p-1"
      />
    </div>
  );
}
