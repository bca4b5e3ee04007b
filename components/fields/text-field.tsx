"use client";

import { useTranslations } from "next-intl";
import type { HTMLInputTypeAttribute, ReactNode } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from "react-aria-components";
import { classNames } from "@/components/ui/class-names";
import { INPUT } from "./input-style";

interface TextFieldProps extends Omit<AriaTextFieldProps, "className" | "children" | "style"> {
  label: ReactNode;
  hint?: ReactNode;
  placeholder?: string;
  type?: HTMLInputTypeAttribute & AriaTextFieldProps["type"];
  /** More than one line: how many to show. */
  rows?: number;
  /** The id of a `datalist` of suggestions. */
  list?: string;
  className?: string;
}

/** A labelled text input with its hint and its error, tied together for screen readers. */
export function TextField({ label, hint, placeholder, rows, list, className, ...rest }: TextFieldProps) {
  const t = useTranslations("common.field");
  // The browser's own messages are in its language, which may not be the page's.
  const say = (found: ValidityState) => {
    if (found.valueMissing) return t("missing");
    return found.typeMismatch && rest.type === "email" ? t("notAnEmail") : undefined;
  };
  const placed = {
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(list === undefined ? {} : { list }),
  };
  // A field of a form is told wrong beside it, and no longer once one leaves it, which a press on the button does: what
  // comes and goes then must not move the button.
  const ofForm = rest.name !== undefined;
  return (
    <AriaTextField {...rest} className={classNames("flex flex-col gap-1.5", className)}>
      <Label className="text-table font-medium">{label}</Label>
      {rows === undefined ? (
        <Input {...placed} className={INPUT} />
      ) : (
        <TextArea
          {...(placeholder === undefined ? {} : { placeholder })}
          rows={rows}
          className={classNames(INPUT, "h-auto py-2")}
        />
      )}
      {hint !== undefined && (
        <Text slot="description" className="text-label text-dim">
          {hint}
        </Text>
      )}
      <div className={ofForm ? "-mb-2 min-h-4" : "contents"}>
        <FieldError className="block text-label text-bad">
          {({ validationDetails, validationErrors }) => say(validationDetails) ?? validationErrors.join(" ")}
        </FieldError>
      </div>
    </AriaTextField>
  );
}
