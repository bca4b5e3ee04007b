"use client";

import { SlidersHorizontal } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { chipStyle } from "@/components/ui/filter-chip";
import { TextField } from "@/components/ui/text-field";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";

const NAMES = ["from", "to", "address"] as const;
const FORM = "more-filters";

/** Filters that are typed instead of chosen: dates and the source address. */
export function MoreFilters({ filters }: { filters: DeliveryFilters }) {
  const t = useTranslations("deliveries.filters");
  const common = useTranslations("common");
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [open, setOpen] = useState(false);
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const next = new URLSearchParams(params);
    for (const name of ["after", "open"]) next.delete(name);
    for (const name of NAMES) {
      const value = String(fields.get(name) ?? "").trim();
      if (value === "") next.delete(name);
      else next.set(name, value);
    }
    // With a period and dates together, one of them would have no effect.
    if (next.has("from") || next.has("to")) next.delete("period");
    setOpen(false);
    router.push(next.size > 0 ? `${path}?${next}` : path, { scroll: false });
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
        <form id={FORM} onSubmit={apply} className="flex flex-col gap-4">
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
        </form>
      </Dialog>
    </>
  );
}

function day(text: string | undefined): string {
  return text?.slice(0, 10) ?? "";
}
