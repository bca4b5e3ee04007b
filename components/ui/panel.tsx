import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface PanelProps {
  title?: ReactNode;
  /** Beside the title, at its end. */
  actions?: ReactNode;
  /** Without inner space, for tables that reach the edges. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A card: a hairline around things that belong together. */
export function Panel({ title, actions, flush, className, children }: PanelProps) {
  const headed = title !== undefined || actions !== undefined;
  // A section without a heading would have no name to be found by.
  const Element = title === undefined ? "div" : "section";
  return (
    <Element className={classNames("overflow-hidden rounded-panel border border-line bg-panel", className)}>
      {headed && (
        <header className="flex min-h-8 flex-wrap items-center gap-2 px-[18px] pt-3.5">
          {title !== undefined && <h2 className="text-section font-semibold">{title}</h2>}
          <div className="ml-auto flex items-center gap-2">{actions}</div>
        </header>
      )}
      {flush === true ? (
        <div className={headed ? "pt-3" : undefined}>{children}</div>
      ) : (
        <div className={classNames("px-[18px] pb-[18px]", headed ? "pt-3" : "pt-[18px]")}>{children}</div>
      )}
    </Element>
  );
}
