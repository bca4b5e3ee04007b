/**
 * Where a connected user continues to, if anywhere: a URL of exactly the origin in the site's settings. Anything else
 * would make our page an open redirect.
 */
export function safeReturnUrl(returnUrl: string | null, returnOrigin: string | null): string | null {
  if (returnUrl === null || returnOrigin === null || !URL.canParse(returnUrl)) return null;
  const url = new URL(returnUrl);
  const named = url.username !== "" || url.password !== "";
  const web = url.protocol === "https:" || url.protocol === "http:";
  return web && !named && url.origin === returnOrigin ? url.href : null;
}
