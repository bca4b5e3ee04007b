"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isTyping } from "@/components/filters/search-field";

/** `j` and `k` open the next and the previous row. */
export function useRowKeys(
  ids: readonly string[],
  openId: string | null,
  hrefOf: (id: string) => string,
): void {
  const router = useRouter();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        (event.key !== "j" && event.key !== "k") ||
        event.metaKey ||
        event.ctrlKey ||
        isTyping(event.target)
      )
        return;
      const at = openId === null ? -1 : ids.indexOf(openId);
      const next = ids[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
      if (next !== undefined && next !== openId) router.push(hrefOf(next), { scroll: false });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [ids, openId, hrefOf, router]);
}
