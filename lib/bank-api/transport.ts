/** What came back from one request. */
export type Reply =
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly bytes: Buffer;
      readonly retryAfterMs: number | null;
    }
  /** No connection, no answer in time, or one that broke off. */
  | { readonly kind: "unreachable" }
  /** It leads elsewhere, which we never follow: the token would go there. */
  | { readonly kind: "redirect" }
  | { readonly kind: "too_large" };

const MOST_BYTES = 4 * 1024 * 1024;

/** Sends one GET. Follows no redirect, waits no longer than it may, and reads no more than 4 MiB. */
export async function sendOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Reply> {
  try {
    const response = await fetch(url, {
      headers: { ...headers, accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return { kind: "redirect" };
    }
    const bytes = await readBody(response);
    if (bytes === null) return { kind: "too_large" };
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"), Date.now());
    return { kind: "reply", status: response.status, bytes, retryAfterMs };
  } catch (error) {
    if (isNetworkError(error)) return { kind: "unreachable" };
    throw error;
  }
}

async function readBody(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** fetch reports every fault of the network as a TypeError, and a timeout as a DOMException. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError");
}

const LONGEST_WAIT_MS = 24 * 3_600_000;

/** Retry-After in milliseconds: seconds, or a date. Null if there is none that makes sense. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const milliseconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), LONGEST_WAIT_MS) : null;
}
