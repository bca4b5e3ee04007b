import { browserScript } from "../http/browser-script";
import { runCore } from "./core-script";
import { runCustomers } from "./customers-script";
import { runForms } from "./forms-script";
import { runRequests } from "./requests-script";

/** The studio's script. */
export function writeStudioScript(): string {
  return [runCore, runCustomers, runRequests, runForms].map((run) => browserScript(run)).join("");
}
