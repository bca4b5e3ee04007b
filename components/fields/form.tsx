"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Form as AriaForm } from "react-aria-components";

interface FormProps {
  /** For a button outside the form. */
  id?: string;
  onSubmit: (fields: FormData) => void;
  /** Whether its answer is still pending. */
  pending?: boolean;
  /** The server's messages about fields, by field name. */
  errors?: Readonly<Record<string, string>>;
  /** Who validates: the browser before it submits, or only the server, so that there is one set of messages. */
  checkedBy?: "browser" | "server";
  onEdit?: () => void;
  /** For pages whose script may be missing: what is typed must then not go into the URL. */
  method?: "get" | "post";
  className?: string;
  children: ReactNode;
}

/**
 * A form that shows problems beside its fields, moves to the first of them once an answer has come, and keeps each
 * until its field is edited.
 */
export function Form({
  id,
  onSubmit,
  pending = false,
  errors = {},
  checkedBy = "browser",
  onEdit,
  method = "get",
  className = "",
  children,
}: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const wrong = Object.entries(errors).filter(([name]) => !pending && !edited.has(name));
  const isWrong = wrong.length > 0;
  useEffect(() => {
    if (isWrong) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [isWrong]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setEdited(new Set());
    onSubmit(new FormData(event.currentTarget));
  };
  const edit = ({ target }: FormEvent) => {
    onEdit?.();
    if ("name" in target && typeof target.name === "string") setEdited(new Set([...edited, target.name]));
  };
  return (
    <AriaForm
      {...(id === undefined ? {} : { id })}
      ref={form}
      method={method}
      onSubmit={submit}
      validationBehavior={checkedBy === "server" ? "aria" : "native"}
      validationErrors={Object.fromEntries(wrong)}
    >
      <div onChange={edit} className={className}>
        {children}
      </div>
    </AriaForm>
  );
}
