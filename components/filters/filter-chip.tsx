import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/navigation/link";
import { classNames } from "@/components/ui/class-names";

interface FilterChipProps {
  /** The URL with the filter set, or removed if it is on. */
  href: string;
  active?: boolean;
  children: ReactNode;
}

/** A filter as a link: dashed while it is off, filled with a cross while it is on. */
export function FilterChip({ href, active, children }: FilterChipProps) {
  return (
    <Link
      href={href}
      scroll={false}
      {...(active === true ? { "aria-current": "true" as const } : {})}
      className={chipStyle(active === true)}
    >
      {children}
      {active === true && <X aria-hidden="true" className="size-3.5" />}
    </Link>
  );
}

/** The look of a chip, for controls that open something instead of linking. */
export function chipStyle(active: boolean): string {
  return classNames(
    "inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-table whitespace-nowrap no-underline",
    active
      ? "border-transparent bg-accent-soft font-[540] text-accent"
      : "border-dashed border-line-strong text-dim hover:bg-hover hover:text-ink",
  );
}

/** The line of search and filters above a table. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className="mb-3 flex flex-wrap items-center gap-2">{children}</div>;
}
