"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { useFilterHref } from "@/components/filters/use-filter-href";
import { useRouter } from "@/components/navigation/use-router";
import { rememberDisplay } from "./actions";
import { type ColumnChoice, ColumnChoices } from "./column-choices";

export interface DisplayDialogProps {
  /** The name under which the choice is kept. */
  list: "payments" | "people";
  /** All columns, those that are shown first, in order. */
  columns: readonly ColumnChoice[];
  /** The same for those who never chose. */
  usual: readonly ColumnChoice[];
  compact: boolean;
  onClose: () => void;
}

/** Columns and the height of rows, kept for whoever chooses them. */
export function DisplayDialog({ list, columns, usual, compact, onClose }: DisplayDialogProps) {
  const t = useTranslations("listDisplay");
  const common = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const isNamed = useSearchParams().has("columns");
  const [chosen, setChosen] = useState(columns);
  const [isCompact, setCompact] = useState(compact);
  const { run, pending, problem } = useAction(rememberDisplay, () => {
    onClose();
    // Columns of the address would go before those that were chosen now.
    if (isNamed) router.push(filterHref({ columns: null }), { scroll: false });
  });
  const submit = () => {
    const named = namesOf(chosen);
    run({ list, columns: named === namesOf(usual) ? null : named, compact: isCompact });
  };
  return (
    <Dialog
      title={t("title")}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onPress={() => setChosen(usual)}>{t("usual")}</Button>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button variant="primary" onPress={submit} isPending={pending}>
            {t("apply")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-dim">{t("lead")}</p>
        <ColumnChoices columns={chosen} onChange={setChosen} />
        <Heights isCompact={isCompact} onChange={setCompact} />
        <ActionProblem problem={problem} say={noWords} />
      </div>
    </Dialog>
  );
}

function Heights({ isCompact, onChange }: { isCompact: boolean; onChange: (compact: boolean) => void }) {
  const t = useTranslations("listDisplay");
  return (
    <fieldset className="flex flex-wrap items-center gap-x-5 gap-y-2 text-table">
      <legend className="mb-1.5 font-medium">{t("rows")}</legend>
      {[false, true].map((value) => (
        <label key={String(value)} className="inline-flex items-center gap-2">
          <input
            type="radio"
            name="compact"
            checked={isCompact === value}
            onChange={() => onChange(value)}
            className="size-4 accent-(--accent)"
          />
          {t(value ? "compact" : "comfortable")}
        </label>
      ))}
    </fieldset>
  );
}

function namesOf(columns: readonly ColumnChoice[]): string {
  return columns.flatMap(({ key, isShown }) => (isShown ? key : [])).join(",");
}
