import type { ReactNode } from "react";
import { classNames } from "./class-names";

export interface Fact {
  key: string;
  label: ReactNode;
  value: ReactNode;
}

/** Names and values, as a drawer or a header lists them. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl
      className={classNames(
        "grid grid-cols-[minmax(96px,max-content)_minmax(0,1fr)] gap-x-4 gap-y-2 text-table",
        className,
      )}
    >
      {facts.map(({ key, label, value }) => (
        <div key={key} className="contents">
          <dt className="text-dim">{label}</dt>
          <dd className="[overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
