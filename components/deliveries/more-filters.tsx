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
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";

const NAMES = ["from", "to", "address"] as const;
const FORM = "more-filters";

/** Filters that are typed instead of chosen: dates and the source address. */
export function MoreFilters({ filters }: { filters: DeliveryFilters }) {
  const t = useTranslations("deliveries.filters");
  const common = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const [open, setOpen] = useState(false);
  const apply = (fields: FormData) => {
    const typed = Object.fromEntries(NAMES.map((name) => [name, String(fields.get(name) ?? "").trim()]));
    // A period and dates at once would leave one of them without effect.
    const dated = typed.from !== "" || typed.to !== "";
    setOpen(false);
    router.push(filterHref({ ...typed, ...(dated ? { period: null } : {}) }), { scroll: false });
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
        <Form id={FORM} onSubmit={apply} className="flex flex-col gap-4">
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <TextField type="date" name="from" label={t("from")} defaultValue={day(filters.from)} />
            <TextField type="date" name="to" label={t("to")} defaultValue={day(filters.to)} />
          </div>
          <TextField
            name="address"
            label={t("address")}
            defaultValue={filters.address ?? ""}
            placeholder="203.0.113.9"
            maxLength={60}
          />
        </Form>
      </Dialog>
    </>
  );
}

function day(text: string | undefined): string {
  return text?.slice(0, 10) ?? "";
}
