/**
 * Where a connected person is led on to, if anywhere: an address of exactly the origin that the site's settings name.
 * Anything else would make our page somebody's way to send people where they like.
 */
export function safeReturnUrl(returnUrl: string | null, returnOrigin: string | null): string | null {
  if (returnUrl === null || returnOrigin === null || !URL.canParse(returnUrl)) return null;
  const url = new URL(returnUrl);
  const named = url.username !== "" || url.password !== "";
  const web = url.protocol === "https:" || url.protocol === "http:";
  return web && !named && url.origin === returnOrigin ? url.href : null;
}
