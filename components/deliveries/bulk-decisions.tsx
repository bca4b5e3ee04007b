"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Menu } from "@/components/menu/menu";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";
import type { Decision } from "@/lib/webhooks/review/decisions";
import { BulkDialog } from "./bulk-dialog";

interface BulkDecisionsProps {
  filters: DeliveryFilters;
  /** What the reader may decide. */
  allowed: readonly Decision[];
}

/** What can be decided over everything that the filters show. */
export function BulkDecisions({ filters, allowed }: BulkDecisionsProps) {
  const t = useTranslations("deliveries");
  const [decision, setDecision] = useState<Decision | null>(null);
  return (
    <span className="ml-auto">
      <Menu
        trigger={
          <>
            {t("bulk.menu")}
            <ChevronDown aria-hidden="true" />
          </>
        }
        entries={allowed.map((name) => ({
          key: name,
          text: t(`decide.${name}.all`),
          onAction: () => setDecision(name),
        }))}
      />
      {decision !== null && (
        <BulkDialog decision={decision} filters={filters} onClose={() => setDecision(null)} />
      )}
    </span>
  );
}
