"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { Td, Th } from "@/components/ui/table";

/** Which rows of a list are chosen. */
interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Everybody whom the filters match, also on other pages. */
  readonly isAll: boolean;
  choose(ids: readonly string[], on: boolean): void;
  chooseAll(): void;
  clear(): void;
}

const SelectionContext = createContext<Selection | null>(null);

/** Keeps which rows are chosen. `page` are those that are shown: who is gone from it is chosen no more. */
export function SelectionProvider({ page, children }: { page: readonly string[]; children: ReactNode }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const ids = isAll ? new Set(page) : new Set(page.filter((id) => chosen.has(id)));
  const choose = (changed: readonly string[], on: boolean) => {
    setAll(false);
    setChosen(new Set([...ids, ...changed].filter((id) => on || !changed.includes(id))));
  };
  const clear = () => {
    setAll(false);
    setChosen(new Set());
  };
  const selection = { ids, isAll, choose, chooseAll: () => setAll(true), clear };
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** The selection around this component. */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (selection === null) throw new Error("there is no selection around this");
  return selection;
}

const BOX = "relative z-[1] size-4 accent-[var(--accent)]";

/** Chooses one row. */
function SelectBox({ id, name }: { id: string; name: string }) {
  const t = useTranslations("selection");
  const { ids, choose } = useSelection();
  return (
    <label className="relative z-[1] -m-2 block cursor-pointer p-2">
      <span className="sr-only">{t("choose", { name })}</span>
      <input
        type="checkbox"
        checked={ids.has(id)}
        onChange={(event) => choose([id], event.target.checked)}
        className={BOX}
      />
    </label>
  );
}

/** The cell of a row that has its box. The box is more to touch than it shows, so on phones it must not be cut. */
export function SelectCell({ id, name }: { id: string; name: string }) {
  return (
    <Td className="w-0 max-sm:!overflow-visible max-sm:w-auto" phone="end">
      <SelectBox id={id} name={name} />
    </Td>
  );
}

/** The head of those cells. */
export function SelectHead({ page }: { page: readonly string[] }) {
  return (
    <Th className="w-0">
      <SelectPage page={page} />
    </Th>
  );
}

/** Chooses all rows of the page. */
function SelectPage({ page }: { page: readonly string[] }) {
  const t = useTranslations("selection");
  const { ids, choose } = useSelection();
  const isWhole = page.length > 0 && ids.size === page.length;
  return (
    <label className="-m-2 block cursor-pointer p-2">
      <span className="sr-only">{t("choosePage")}</span>
      <input
        type="checkbox"
        checked={isWhole}
        ref={(box) => {
          if (box !== null) box.indeterminate = ids.size > 0 && !isWhole;
        }}
        onChange={(event) => choose(page, event.target.checked)}
        className={BOX}
      />
    </label>
  );
}
