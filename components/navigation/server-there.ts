/** Whether the server answers now: a page is only left if the next one can come. */
export async function isServerThere(): Promise<boolean> {
  try {
    const probe = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(2_000) } as const;
    return (await fetch("/icon.svg", probe)).status < 500;
  } catch {
    return false;
  }
}
