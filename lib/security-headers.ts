/** What the security headers of a page depend on. */
export interface PageSecurity {
  /** Whether it is an end user's connect page, which loads the bank's script and pop-up. */
  readonly connect: boolean;
  readonly bankOrigin: string;
  /** As the browser named it: connect pages call their own endpoints there, and nothing else of ours. */
  readonly host: string;
  /** More hosts of the bank's script, from the settings of sites. */
  readonly scriptHosts: readonly string[];
  readonly https: boolean;
  readonly development: boolean;
}

/**
 * The Content-Security-Policy of a page.
 *
 * @param nonce of this response, base64
 */
export function contentSecurityPolicy(page: PageSecurity, nonce: string): string {
  const bank = page.connect ? [page.bankOrigin, ...page.scriptHosts] : [];
  // With 'strict-dynamic' the bank's script could load more from anywhere: on connect pages, hosts decide.
  const further = page.connect ? bank : ["'strict-dynamic'"];
  const script = ["'self'", `'nonce-${nonce}'`, ...further];
  // Only in development: React rebuilds stacks with eval, and Next's overlay adds styles.
  if (page.development) script.push("'unsafe-eval'");
  const style = page.development ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  const directives: Record<string, readonly string[]> = {
    "default-src": ["'self'"],
    "script-src": script,
    "style-src": ["'self'", style],
    // React Aria and charts position elements with style attributes; those cannot load or run anything.
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", ...bank],
    "font-src": ["'self'"],
    "connect-src": page.connect ? [...ownEndpoints(page), ...bank] : ["'self'"],
    "frame-src": page.connect ? bank : ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}

function ownEndpoints({ host, development }: PageSecurity): string[] {
  // Next's hot reload needs more during development; a value that is not a host must not enter a policy.
  return development || !/^[\w.:[\]-]+$/.test(host) ? ["'self'"] : [`${host}/api/connect/`];
}

/** For a year, browsers ask this host by https alone. */
export const STRICT_TRANSPORT = "max-age=31536000";

/** The other security headers of a page. */
export function securityHeaders(page: PageSecurity): readonly (readonly [string, string])[] {
  const headers: [string, string][] = [
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    // The bank's pop-up answers through window.opener, which `same-origin` would cut.
    ["cross-origin-opener-policy", page.connect ? "same-origin-allow-popups" : "same-origin"],
    // A connect link is a secret: the bank learns the origin, never the path.
    ["referrer-policy", page.connect ? "strict-origin" : "same-origin"],
    [
      "permissions-policy",
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ],
  ];
  if (page.https) headers.push(["strict-transport-security", STRICT_TRANSPORT]);
  return headers;
}
