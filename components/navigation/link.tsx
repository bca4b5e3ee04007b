"use client";

import NextLink from "next/link";
import type { ComponentProps } from "react";
import { withSite } from "./kept-site";
import { useKeptSite } from "./use-kept-site";

interface LinkProps extends Omit<ComponentProps<typeof NextLink>, "href"> {
  href: string;
}

/**
 * A link within the dashboard: whoever looks at one site goes on looking at it. Nothing is fetched before somebody follows
 * it: of pages that are made for each request, Next would fetch an empty frame for every link in sight.
 */
export function Link({ href, ...rest }: LinkProps) {
  return <NextLink prefetch={false} {...rest} href={withSite(href, useKeptSite())} />;
}
