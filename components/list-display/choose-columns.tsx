"use client";

import type { ListColumns } from "@/lib/views/columns";
import { DisplayButton } from "./display-button";
import type { DisplayDialogProps } from "./display-dialog";

interface ChooseColumnsProps<Column extends string> {
  list: DisplayDialogProps["list"];
  /** What the list can show. */
  columns: ListColumns<Column>;
  shown: readonly Column[];
  textOf: (column: Column) => string;
  isCompact: boolean;
}

/** The choice of a list's columns and of the height of its rows. */
export function ChooseColumns<Column extends string>(props: ChooseColumnsProps<Column>) {
  const { list, columns, shown, textOf, isCompact } = props;
  const choicesOf = (first: readonly Column[]) => {
    const hidden = columns.all.filter((column) => !first.includes(column));
    return [...first, ...hidden].map((key) => ({
      key,
      text: textOf(key),
      isShown: first.includes(key),
      isFixed: columns.fixed.includes(key),
    }));
  };
  return (
    <DisplayButton
      list={list}
      columns={choicesOf(shown)}
      usual={choicesOf(columns.usual)}
      compact={isCompact}
    />
  );
}
