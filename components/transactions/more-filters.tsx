"use client";

import { SlidersHorizontal } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/controls/form";
import { TextField } from "@/components/controls/text-field";
import { chipStyle } from "@/components/filters/filter-chip";
import { useFilterHref } from "@/components/filters/use-filter-href";
import type { TransactionFilters } from "@/lib/cards/transactions/transaction-filters";

const NAMES = ["from", "to", "least", "most"] as const;
const FORM = "more-transaction-filters";
const AMOUNT = String.raw`[\d\s]+([.,]\d{1,8})?`;

/** Filters that are typed instead of chosen: dates and amounts. */
export function MoreTransactionFilters({ filters }: { filters: TransactionFilters }) {
  const t = useTranslations("transactions.filters");
  const common = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const [open, setOpen] = useState(false);
  const apply = (fields: FormData) => {
    const typed = Object.fromEntries(NAMES.map((name) => [name, String(fields.get(name) ?? "").trim()]));
    // A period and dates at once would leave one of them without effect.
    const dated = typed.from !== "" || typed.to !== "";
    setOpen(false);
    router.push(filterHref({ ...typed, ...(dated ? { period: null, days: null } : {}) }), { scroll: false });
  };
  return (
    <>
      <AriaButton className={chipStyle(false)} onPress={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden="true" className="size-3.5" />
        {t("more")}
      </AriaButton>
      <Dialog
        title={t("more")}
        isOpen={open}
        onOpenChange={setOpen}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{common("cancel")}</Button>
            <Button type="submit" form={FORM} variant="primary">
              {t("apply")}
            </Button>
          </>
        }
      >
        <Form id={FORM} onSubmit={apply} className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <TextField type="date" name="from" label={t("from")} defaultValue={filters.from ?? ""} />
          <TextField type="date" name="to" label={t("to")} defaultValue={filters.to ?? ""} />
          <TextField
            name="least"
            label={t("least")}
            defaultValue={filters.least ?? ""}
            inputMode="decimal"
            pattern={AMOUNT}
            placeholder="108,05"
          />
          <TextField
            name="most"
            label={t("most")}
            defaultValue={filters.most ?? ""}
            inputMode="decimal"
            pattern={AMOUNT}
            placeholder="108,05"
          />
        </Form>
      </Dialog>
    </>
  );
}
