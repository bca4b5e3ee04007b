"use client";

import { useRouter as useNextRouter } from "next/navigation";
import { useMemo } from "react";
import { withSite } from "./kept-site";
import { useKeptSite } from "./use-kept-site";

type NextRouter = ReturnType<typeof useNextRouter>;
type Router = Pick<NextRouter, "push" | "replace" | "refresh">;

/** Next's router: whoever looks at one site goes on looking at it. */
export function useRouter(): Router {
  const router = useNextRouter();
  const site = useKeptSite();
  return useMemo(
    () => ({
      push: (href, options) => router.push(withSite(href, site), options),
      replace: (href, options) => router.replace(withSite(href, site), options),
      refresh: router.refresh,
    }),
    [router, site],
  );
}
