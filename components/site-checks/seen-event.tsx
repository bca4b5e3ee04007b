"use client";

import { useTranslations } from "next-intl";
import { Facts } from "@/components/ui/facts";
import { Notice } from "@/components/ui/notice";
import type { SeenTest } from "@/lib/sites/finding/test-event";

/** How a test event was seen and answered, and what that says about the proxy in front. */
export function SeenEvent({ seen }: { seen: SeenTest }) {
  const t = useTranslations("sites.checks.seen");
  const { status, code, address, peer, forwardedFor, hops } = seen;
  const mono = (text: string | null) => (
    <span className="font-mono text-[12px] [overflow-wrap:anywhere]">{text ?? "—"}</span>
  );
  const facts = [
    { key: "answer", label: t("answer"), value: mono(code === null ? String(status) : `${status} ${code}`) },
    { key: "address", label: t("address"), value: mono(address) },
    { key: "peer", label: t("peer"), value: mono(peer) },
    { key: "forwarded", label: t("forwarded"), value: mono(forwardedFor) },
    { key: "hops", label: t("hops"), value: mono(String(hops)) },
  ];
  return (
    <div className="mt-4 flex flex-col gap-3">
      <Notice tone={status === 200 || code === "address_not_allowed" ? "ok" : "warn"} live>
        {t(verdictOf(seen))}
      </Notice>
      <Facts facts={facts} />
      {proxyOf(seen) !== null && <Notice tone="warn">{t(proxyOf(seen) ?? "undeclared")}</Notice>}
    </div>
  );
}

function verdictOf({ status, code }: SeenTest) {
  if (status === 200) return "accepted";
  return code === "address_not_allowed" ? "otherAddress" : "refused";
}

/** What is odd about how the sender's address came, or null. */
function proxyOf({ address, forwardedFor, hops }: SeenTest): "undeclared" | "unknown" | null {
  if (address === null) return "unknown";
  return forwardedFor !== null && hops === 0 ? "undeclared" : null;
}
