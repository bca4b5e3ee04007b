const TIMEOUT_MS = 3_000;
const FRESH_MS = 60_000;

/** Whether this server can load a script from the bank, asked at most once a minute. */
export interface ScriptProbe {
  reaches(url: string): Promise<boolean>;
}

/** Creates a probe. It never throws: whatever goes wrong, the script was not reached. */
export function createScriptProbe(): ScriptProbe {
  let known: { url: string; at: number; answer: Promise<boolean> } | null = null;
  return {
    reaches: (url) => {
      if (known === null || known.url !== url || performance.now() - known.at > FRESH_MS)
        known = { url, at: performance.now(), answer: load(url) };
      return known.answer;
    },
  };
}

async function load(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // no answer in time: that is what is asked
  }
}
