"use client";

import { CalendarRange } from "lucide-react";
import { TextField } from "@/components/fields/text-field";
import { FilterDialog } from "./filter-dialog";

interface DaysFilterProps {
  /** The days that are chosen now. */
  days: { readonly from?: string | undefined; readonly to?: string | undefined };
  words: { readonly label: string; readonly from: string; readonly to: string; readonly apply: string };
}

const NAMES = ["from", "to"] as const;

/** A filter over days, both included, either of which may be left open. */
export function DaysFilter({ days, words }: DaysFilterProps) {
  return (
    <FilterDialog
      label={words.label}
      icon={<CalendarRange aria-hidden="true" className="size-3.5" />}
      apply={words.apply}
      names={NAMES}
      className="grid grid-cols-1 gap-4 sm:grid-cols-2"
    >
      {NAMES.map((name) => (
        <TextField key={name} type="date" name={name} label={words[name]} defaultValue={days[name] ?? ""} />
      ))}
    </FilterDialog>
  );
}
