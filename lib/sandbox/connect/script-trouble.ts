import type { ServerResponse } from "node:http";

/** Ways in which a partner's page may not get the bank's script. */
export const SCRIPT_TROUBLES = ["silent", "slow", "gone", "empty"] as const;
type Trouble = (typeof SCRIPT_TROUBLES)[number];

/** After the ten seconds that the connect page waits. */
const SLOW_MS = 11_500;

/** What is wrong with the script that the bank gives to the partner's page. */
export class ScriptTrouble {
  private trouble: Trouble | null = null;
  private left = Number.POSITIVE_INFINITY;

  /** @param next for how many requests; without it, for all */
  set(trouble: Trouble | null, next = Number.POSITIVE_INFINITY): void {
    this.trouble = trouble;
    this.left = next;
  }

  /** Answers a request for a page, which goes wrong if it is for the script. `send` sends the page, or another text. */
  answer(path: string, response: ServerResponse, send: (other?: string) => void): void {
    const isScript = path.endsWith("/client.js");
    const trouble = isScript && this.left > 0 ? this.trouble : null;
    if (isScript) this.left -= 1;
    if (trouble === null) send();
    else if (trouble === "gone") response.destroy();
    else if (trouble === "empty") send("");
    else if (trouble === "slow") setTimeout(send, SLOW_MS).unref();
  }
}
