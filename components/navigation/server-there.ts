/**
 * Whether the server answers now: a page is only left if the next one can come.
 *
 * @param ask the browser's `fetch`
 */
export async function isServerThere(ask: typeof fetch = fetch): Promise<boolean> {
  try {
    const probe = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(2_000) } as const;
    return (await ask("/icon.svg", probe)).status < 500;
  } catch {
    return false;
  }
}
