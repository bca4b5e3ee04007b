import { checkScript } from "./check-script";

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
  return (await checkScript(url)).loaded;
}
