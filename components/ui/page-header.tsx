import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  /** After the title: badges, the live indicator. */
  badges?: ReactNode;
  /** One dimmed line below the title. */
  lead?: ReactNode;
  /** At the end of the line; the primary action last. */
  actions?: ReactNode;
}

/** The top of a page. */
export function PageHeader({ title, badges, lead, actions }: PageHeaderProps) {
  return (
    <header className="mb-[18px] flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="min-w-0 text-title font-semibold [overflow-wrap:anywhere]">{title}</h1>
      {badges}
      <div className="ml-auto flex flex-wrap items-center gap-2 empty:hidden">{actions}</div>
      {lead !== undefined && <p className="w-full min-w-0 text-dim [overflow-wrap:anywhere]">{lead}</p>}
    </header>
  );
}
