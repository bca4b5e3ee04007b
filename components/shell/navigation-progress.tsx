"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useTarget } from "@/components/awaited/use-target";
import { endNavigation, watchPresses } from "./navigation";

const LINE = "fixed inset-x-0 top-0 z-50 h-0.5 origin-left animate-on-the-way bg-accent";

/** A line at the top while a page is on its way. Who cannot see it hears the new page's title. */
export function NavigationProgress() {
  const target = useTarget();
  const path = usePathname();
  const search = useSearchParams();
  useEffect(watchPresses, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what this waits for
  useEffect(endNavigation, [path, search]);
  return target === null ? null : <div aria-hidden="true" className={LINE} />;
}
