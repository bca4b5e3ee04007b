import { headers } from "next/headers";

/** The site that the address of this page, or of the request from it, names; null for none. It may be anything. */
export async function readChosenSite(): Promise<string | null> {
  // proxy.ts writes this header, whatever the browser sends: pages and actions do not know their address.
  const path = (await headers()).get("x-page-path") ?? "";
  const at = path.indexOf("?");
  return at === -1 ? null : new URLSearchParams(path.slice(at)).get("site");
}
