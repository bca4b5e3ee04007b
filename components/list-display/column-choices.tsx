"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button as AriaButton } from "react-aria-components";
import { flushSync } from "react-dom";

/** A column that a list can have. */
export interface ColumnChoice {
  readonly key: string;
  readonly text: string;
  readonly isShown: boolean;
  /** It cannot be hidden. */
  readonly isFixed: boolean;
}

interface ColumnChoicesProps {
  columns: readonly ColumnChoice[];
  onChange: (columns: readonly ColumnChoice[]) => void;
}

/** Which columns are shown, and in which order: each is moved by its buttons. */
export function ColumnChoices({ columns, onChange }: ColumnChoicesProps) {
  const t = useTranslations("listDisplay");
  const list = useRef<HTMLUListElement>(null);
  const show = (key: string, isShown: boolean) =>
    onChange(columns.map((column) => (column.key === key ? { ...column, isShown } : column)));
  const move = (from: number, to: number, button: "up" | "down") => {
    const moved = columns[from];
    if (moved === undefined || to < 0 || to >= columns.length) return;
    const others = columns.toSpliced(from, 1);
    flushSync(() => onChange(others.toSpliced(to, 0, moved)));
    // The focus goes with the column, so that it can be moved on; at an end, the other button has it.
    const [first, last] = [to === 0 && button === "up", to === columns.length - 1 && button === "down"];
    const kept = first ? "down" : last ? "up" : button;
    list.current?.querySelector<HTMLElement>(`[data-move="${moved.key} ${kept}"]`)?.focus();
  };
  return (
    <ul ref={list} aria-label={t("columns")} className="flex flex-col">
      {columns.map(({ key, text, isShown, isFixed }, at) => (
        <li key={key} className="flex items-center gap-2 border-b border-line py-1 last:border-0">
          <label className="flex min-w-0 grow items-center gap-2 text-table">
            <input
              type="checkbox"
              checked={isShown}
              disabled={isFixed}
              onChange={(event) => show(key, event.target.checked)}
              className="size-4 accent-(--accent)"
            />
            <span className="truncate">{text}</span>
            {isFixed && <span className="text-label text-faint">{t("fixed")}</span>}
          </label>
          {(["up", "down"] as const).map((button) => (
            <AriaButton
              key={button}
              data-move={`${key} ${button}`}
              aria-label={t(button, { column: text })}
              isDisabled={button === "up" ? at === 0 : at === columns.length - 1}
              onPress={() => move(at, button === "up" ? at - 1 : at + 1, button)}
              className="grid size-7 place-items-center rounded-md text-dim hover:bg-hover hover:text-ink disabled:opacity-30"
            >
              {button === "up" ? (
                <ChevronUp aria-hidden="true" className="size-4" />
              ) : (
                <ChevronDown aria-hidden="true" className="size-4" />
              )}
            </AriaButton>
          ))}
        </li>
      ))}
    </ul>
  );
}
