import { ChevronDown } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { INPUT } from "./input-style";

interface SelectProps extends ComponentProps<"select"> {
  label: ReactNode;
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** The 32 px height of toolbars. */
  compact?: boolean;
}

/** The browser's own select, labelled and styled. Give it `<option>` children. */
export function Select({ label, labelHidden, hint, compact, className, id, children, ...rest }: SelectProps) {
  const made = useId();
  const fieldId = id ?? made;
  const hintId = `${fieldId}-hint`;
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <label htmlFor={fieldId} className={labelHidden === true ? "sr-only" : "text-table font-medium"}>
        {label}
      </label>
      <div className="relative">
        <select
          {...rest}
          id={fieldId}
          {...(hint === undefined ? {} : { "aria-describedby": hintId })}
          className={classNames(INPUT, "appearance-none pr-8", compact === true && "!h-8 !text-table")}
        >
          {children}
        </select>
        <ChevronDown
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-faint"
        />
      </div>
      {hint !== undefined && (
        <p id={hintId} className="text-label text-dim">
          {hint}
        </p>
      )}
    </div>
  );
}
