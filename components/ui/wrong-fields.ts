"use client";

import { type RefObject, useEffect } from "react";

/** The name of the field that an event of a form is about. */
export function fieldNameOf({ target }: { target: EventTarget }): string {
  return "name" in target && typeof target.name === "string" ? target.name : "";
}

/** What is wrong with which field of a form, without the one that is being edited. */
export function withoutField<Wrong extends object>(wrong: Wrong, name: string): Wrong {
  if (!(name in wrong)) return wrong;
  return Object.fromEntries(Object.entries(wrong).filter(([field]) => field !== name)) as Wrong;
}

/** Moves to the first wrong field once an answer says so; not again while it is being corrected. */
export function useFocusOnWrong(
  form: RefObject<HTMLFormElement | null>,
  pending: boolean,
  isWrong: boolean,
): void {
  useEffect(() => {
    // Whether something is wrong changes with every edit, too: only the end of a call leads there.
    if (!pending && isWrong) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [form, pending, isWrong]);
}
