/** The name in the address of the site whose data a page shows; without it, all sites that a person may see. */
export const SITE_PARAM = "site";

/** An address of ours that stays with the chosen site. One that names a site, or leads elsewhere, is unchanged. */
export function withSite(href: string, site: string | null): string {
  if (site === null || !/^[/?](?!\/)/.test(href)) return href;
  const [beforeHash = "", ...hash] = href.split("#");
  const [path = "", ...search] = beforeHash.split("?");
  const params = new URLSearchParams(search.join("?"));
  if (params.has(SITE_PARAM)) return href;
  params.set(SITE_PARAM, site);
  return [`${path}?${params}`, ...hash].join("#");
}

/** An address of ours for a request from this page, about the site that the page shows. */
export function withSiteOfPage(href: string): string {
  return withSite(href, new URLSearchParams(window.location.search).get(SITE_PARAM));
}
