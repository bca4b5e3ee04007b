import { setTimeout as sleep } from "node:timers/promises";
import { checkScript } from "./check-script";

const FRESH_MS = 60_000;

/** A page waits for an answer no longer than one would notice. */
const PATIENCE_MS = 300;

/** Whether this server can load a script from the bank, asked at most once a minute. */
export interface ScriptProbe {
  /** @returns what was known before if the answer takes longer than a page may, null if nothing was */
  reaches(url: string): Promise<boolean | null>;
}

/** Creates a probe. It never throws: whatever goes wrong, the script was not reached. */
export function createScriptProbe(patienceMs = PATIENCE_MS): ScriptProbe {
  let known: { url: string; at: number; answer: Promise<boolean> } | null = null;
  let last: { url: string; answer: boolean } | null = null;
  const ask = (url: string) =>
    load(url).then((answer) => {
      last = { url, answer };
      return answer;
    });
  return {
    reaches: (url) => {
      if (known === null || known.url !== url || performance.now() - known.at > FRESH_MS)
        known = { url, at: performance.now(), answer: ask(url) };
      return Promise.race([
        known.answer,
        sleep(patienceMs, last?.url === url ? last.answer : null, { ref: false }),
      ]);
    },
  };
}

async function load(url: string): Promise<boolean> {
  return (await checkScript(url)).loaded;
}
