/** A path of our own to continue to, or `/`: never another site, however it is written. */
export function safePath(path: string | null | undefined): string {
  if (path == null || !path.startsWith("/") || !URL.canParse(path, "http://own.invalid")) return "/";
  const url = new URL(path, "http://own.invalid");
  if (
    url.origin !== "http://own.invalid" ||
    url.pathname.startsWith("//") ||
    url.pathname.startsWith("/sign-in")
  )
    return "/";
  return `${url.pathname}${url.search}`;
}
