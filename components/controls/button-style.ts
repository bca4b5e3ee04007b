import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-medium no-underline transition-colors select-none disabled:opacity-55 aria-disabled:opacity-55 pending:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANT: Readonly<Record<ButtonVariant, string>> = {
  primary: "border border-ink bg-ink text-bg hover:opacity-88",
  secondary: "border border-line-strong bg-panel text-ink hover:bg-hover",
  quiet: "border border-transparent text-dim hover:bg-hover hover:text-ink",
  danger: "border border-bad bg-panel text-bad hover:bg-bad-soft",
};

const SIZE: Readonly<Record<ButtonSize, string>> = {
  small: "h-7 px-2.5 text-label whitespace-nowrap",
  medium: "h-8 px-3 text-table whitespace-nowrap",
  // As wide as its place, so its words may need a second line there.
  large: "min-h-12 w-full rounded-panel px-5 py-2 text-section",
};

/** The look that buttons and links dressed as buttons share. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return classNames(BASE, VARIANT[variant], SIZE[size], className);
}
