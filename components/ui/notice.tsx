import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { TONE_SOFT, type Tone } from "./tone";

interface NoticeProps {
  tone?: Tone;
  title?: ReactNode;
  action?: ReactNode;
  /** Announced at once: for what has just happened, not for permanent text. */
  live?: boolean;
  className?: string;
  children?: ReactNode;
}

const ICON = { ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert, hold: Info, quiet: Info };

/** A message inside the page, with what to do about it. */
export function Notice({ tone = "quiet", title, action, live, className, children }: NoticeProps) {
  const Icon = ICON[tone];
  return (
    <div
      {...(live === true ? { role: tone === "bad" ? "alert" : "status" } : {})}
      className={classNames(
        "flex items-start gap-2.5 rounded-control px-3 py-2.5 text-table",
        TONE_SOFT[tone],
        className,
      )}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 grow [overflow-wrap:anywhere]">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action !== undefined && <div className="shrink-0">{action}</div>}
    </div>
  );
}
