import type { ReactNode } from "react";

interface EmptyStateProps {
  /** One sentence on what will be here. */
  title: ReactNode;
  text?: ReactNode;
  /** One action to get there. */
  action?: ReactNode;
  icon?: ReactNode;
}

/** Shown when there is nothing yet, or nothing matches. */
export function EmptyState({ title, text, action, icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      {icon !== undefined && (
        <div aria-hidden="true" className="mb-1 text-faint [&_svg]:size-6">
          {icon}
        </div>
      )}
      <p className="max-w-[46ch] text-body font-medium">{title}</p>
      {text !== undefined && <p className="max-w-[52ch] text-table text-dim">{text}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
