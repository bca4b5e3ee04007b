"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { SITE_PARAM } from "@/components/navigation/kept-site";
import { useSites } from "./sites-context";

interface SiteLinksProps {
  /** What the address says besides. */
  also?: Readonly<Record<string, string>>;
}

/** Each site, as a link to this page for it. */
export function SiteLinks({ also = {} }: SiteLinksProps) {
  const [path, search] = [usePathname(), useSearchParams()];
  const hrefOf = (id: string) => {
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries({ ...also, [SITE_PARAM]: id })) params.set(name, value);
    return `${path}?${params}`;
  };
  return (
    <ul className="flex flex-wrap gap-2">
      {useSites().map(({ id, name }) => (
        <li key={id}>
          {/* No soft navigation: what the page has of other sites must go. */}
          <a
            href={hrefOf(id)}
            className="inline-flex min-h-9 items-center rounded-control border border-line bg-panel px-3 py-1.5 text-table hover:bg-hover"
          >
            <bdi>{name}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
