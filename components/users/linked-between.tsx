"use client";

import { CalendarRange } from "lucide-react";
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
import type { UserFilters } from "@/lib/links/users/user-filters";

const NAMES = ["from", "to"] as const;
const FORM = "linked-between";

/** The filter over the day on which users gave access. */
export function LinkedBetween({ filters }: { filters: Pick<UserFilters, "from" | "to"> }) {
  const t = useTranslations("users.filters");
  const common = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const [open, setOpen] = useState(false);
  const apply = (fields: FormData) => {
    setOpen(false);
    const typed = Object.fromEntries(NAMES.map((name) => [name, String(fields.get(name) ?? "")]));
    router.push(filterHref(typed), { scroll: false });
  };
  return (
    <>
      <AriaButton className={chipStyle(false)} onPress={() => setOpen(true)}>
        <CalendarRange aria-hidden="true" className="size-3.5" />
        {t("linked")}
      </AriaButton>
      <Dialog
        title={t("linked")}
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
        </Form>
      </Dialog>
    </>
  );
}
