import { usePathname } from "next/navigation";
import { useSyncExternalStore } from "react";
import { navigationTarget, onNavigation, type Target } from "@/components/shell/navigation";

/** Where somebody is on the way to, at once; null for nowhere. */
export function useTarget(): Target | null {
  return useSyncExternalStore(onNavigation, navigationTarget, () => null);
}

/** The row that is open in a list: the URL's, or already the one that somebody is on the way to. */
export function useOpened(openId: string | null): string | null {
  const target = useTarget();
  const path = usePathname();
  if (target === null || target.pathname !== path) return openId;
  return new URLSearchParams(target.search).get("open");
}
