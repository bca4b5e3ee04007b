"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { useRouter } from "@/components/navigation/use-router";
import { chipStyle } from "./filter-chip";
import { useFilterHref } from "./use-filter-href";

interface FilterDialogProps {
  label: string;
  icon: ReactNode;
  apply: string;
  /** The URL parameters that its fields are called after. */
  names: readonly string[];
  /** Parameters that dates replace: with both, one of them would be without effect. */
  replacedByDates?: readonly string[];
  /** Classes that lay the fields out. */
  className: string;
  children: ReactNode;
}

/** Filters that are typed instead of chosen, in a dialog behind a chip. */
export function FilterDialog(props: FilterDialogProps) {
  const { label, icon, apply, names, replacedByDates = [], className, children } = props;
  const t = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const form = useId();
  const [open, setOpen] = useState(false);
  const submit = (fields: FormData) => {
    const typed = Object.fromEntries(names.map((name) => [name, String(fields.get(name) ?? "").trim()]));
    const isDated = typed.from !== "" || typed.to !== "";
    const replaced = isDated ? Object.fromEntries(replacedByDates.map((name) => [name, null])) : {};
    setOpen(false);
    router.push(filterHref({ ...typed, ...replaced }), { scroll: false });
  };
  return (
    <>
      <AriaButton className={chipStyle(false)} onPress={() => setOpen(true)}>
        {icon}
        {label}
      </AriaButton>
      <Dialog
        title={label}
        isOpen={open}
        onOpenChange={setOpen}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{t("cancel")}</Button>
            <Button type="submit" form={form} variant="primary">
              {apply}
            </Button>
          </>
        }
      >
        <Form id={form} onSubmit={submit} className={className}>
          {children}
        </Form>
      </Dialog>
    </>
  );
}
