/** What the bank answered when it was asked for a site's script: its status, or why there is none. */
export type ScriptCheck =
  | { readonly loaded: true; readonly bytes: number }
  | { readonly loaded: false; readonly problem: "no_answer" | "redirect" | "too_large" | "empty" }
  | { readonly loaded: false; readonly problem: "status"; readonly status: number };

const TIMEOUT_MS = 3_000;
const MOST_BYTES = 2 ** 20;

/**
 * Loads a script of the bank, whose address the settings have. It never throws, follows no redirect, and gives up after
 * three seconds or a mebibyte.
 */
export async function checkScript(url: string): Promise<ScriptCheck> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { signal, redirect: "manual", cache: "no-store" });
    if (response.status >= 300 && response.status < 400)
      return await leave(response, { problem: "redirect" });
    if (!response.ok) return await leave(response, { problem: "status", status: response.status });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) return { loaded: false, problem: "too_large" };
    }
    return bytes === 0 ? { loaded: false, problem: "empty" } : { loaded: true, bytes };
  } catch {
    return { loaded: false, problem: "no_answer" };
  }
}

type Failure = { problem: "redirect" } | { problem: "status"; status: number };

async function leave(response: Response, failure: Failure): Promise<ScriptCheck> {
  await response.body?.cancel();
  return { loaded: false, ...failure };
}
