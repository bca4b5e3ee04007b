import type { ComponentProps } from "react";
import { Link } from "@/components/navigation/link";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
}

/** A link that looks like a button. */
export function ButtonLink({ variant = "secondary", size = "medium", className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={buttonStyle(variant, size, className)} />;
}
