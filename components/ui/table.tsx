import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

interface TableProps {
  /** Names the table for screen readers. */
  label: string;
  /** Rows of 34 px instead of 42. */
  compact?: boolean;
  /** On phones a row becomes a card of two lines, arranged by the `phone` of its cells. */
  cards?: boolean;
  className?: string;
  children: ReactNode;
}

/** A table that scrolls by itself, also by keyboard, under a head that stays. Put it in `<Panel flush>`. */
export function Table({ label, compact, cards, className, children }: TableProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className={classNames(
        "overflow-auto -outline-offset-2 min-[900px]:max-h-[max(420px,calc(100dvh-120px))]",
        className,
      )}
    >
      <table
        aria-label={label}
        data-cards={cards}
        className={classNames(
          "group/table w-full border-separate border-spacing-0 text-table",
          compact === true ? "[--row:34px]" : "[--row:42px]",
        )}
      >
        {children}
      </table>
    </section>
  );
}

/** The head; stays at the top while the rows scroll. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-0 z-10 bg-panel max-sm:group-data-cards/table:sr-only">
      <tr>{children}</tr>
    </thead>
  );
}

/** Rows. */
export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="[&>tr:last-child>td]:border-b-0">{children}</tbody>;
}

interface CellProps {
  /** Numbers: aligned right. */
  numeric?: boolean;
}

/** Where a cell is in the card that a row is on phones: left, right, a line of its own, or nowhere. */
export type PhonePlace = "start" | "end" | "whole" | "hidden";

interface TdProps extends CellProps {
  phone?: PhonePlace;
  /** Says in the card, where there is no head, what the cell is about. */
  phoneLabel?: string;
}

export function Th({ numeric, className, ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "border-b border-line px-2.5 py-[9px] text-label font-[540] whitespace-nowrap text-dim first:pl-[18px] last:pr-[18px]",
        numeric === true ? "text-right" : "text-left",
        className,
      )}
    />
  );
}

export function Td({
  numeric,
  phone,
  phoneLabel,
  className,
  children,
  ...rest
}: ComponentProps<"td"> & TdProps) {
  return (
    <td
      {...rest}
      {...(phone === undefined ? {} : { "data-phone": phone })}
      className={classNames(numeric === true && "text-right tabular-nums", className) || undefined}
    >
      {phoneLabel !== undefined && (
        <span className="mr-1.5 hidden text-label text-dim max-sm:group-data-cards/table:inline">
          {phoneLabel}
        </span>
      )}
      {children}
    </td>
  );
}

interface RowProps extends ComponentProps<"tr"> {
  selected?: boolean;
  /** Has just arrived: fades from accent for a second. */
  fresh?: boolean;
  /** All of it is the link that it has, by `after:absolute after:inset-0`. */
  linked?: boolean;
}

/** What is positioned in a row stays in it: in WebKit only by a transform, else the last one lies over all rows. */
export const HOLDING_ROW = "relative [transform:translate(0)]";

export function Tr({ selected, fresh, linked, className, ...rest }: RowProps) {
  return (
    <tr
      {...rest}
      {...(selected === true ? { "aria-current": "true" as const } : {})}
      className={classNames(
        "data-row",
        selected === true && "bg-hover [&>:first-child]:shadow-[inset_2px_0_var(--accent)]",
        fresh === true && "animate-new-row",
        linked === true && HOLDING_ROW,
        className,
      )}
    />
  );
}

/** A secondary fact in the same cell, dimmed. */
export function Aside({ children }: { children: ReactNode }) {
  return <span className="ml-1 text-label text-faint">{children}</span>;
}
