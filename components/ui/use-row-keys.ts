"use client";

import { useEffect } from "react";
import { isTyping } from "@/components/filters/search-field";
import { useRouter } from "@/components/navigation/use-router";

/** Whether `j` or `k` was pressed, for the list: how far to go, or null. */
export function stepOf(event: KeyboardEvent): 1 | -1 | null {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTyping(event.target))
    return null;
  return event.key === "j" ? 1 : event.key === "k" ? -1 : null;
}

/** `j` and `k` open the next and the previous row, and keep it in view. */
export function useRowKeys(
  ids: readonly string[],
  openId: string | null,
  hrefOf: (id: string) => string,
): void {
  const router = useRouter();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      if (step === null) return;
      // Lists without a drawer move the focus instead: components/shell/list-keys.tsx.
      event.preventDefault();
      const at = openId === null ? -1 : ids.indexOf(openId);
      const next = ids[step === 1 ? at + 1 : Math.max(at - 1, 0)];
      if (next !== undefined && next !== openId) router.push(hrefOf(next), { scroll: false });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [ids, openId, hrefOf, router]);
  useEffect(() => {
    if (openId !== null)
      document.querySelector("tr[aria-current='true']")?.scrollIntoView({ block: "nearest" });
  }, [openId]);
}
