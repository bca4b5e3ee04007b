// serve: the bank alone.
import { readFile } from "node:fs/promises";
import { ENCODINGS } from "@/lib/sandbox/notify/faults";
import { startSandbox } from "@/lib/sandbox/start";
import { bankPort, type Command, EXIT, readFlags, text, UsageError } from "./command";

const REAL_HOST = /(^|\.)anyti\.me$/;

export const serve: Command = {
  summary: "runs the bank alone",
  help: `npm run sandbox -- serve [flags]

What is not given comes from the environment, or from .env.

  --port N              SANDBOX_PORT, else 4400
  --webhook URL         the partner's callback URL; else made of APP_URL and ANYTIME_WEBHOOK_KEY
  --partner-id ID       ANYTIME_PARTNER_ID
  --partner-ref REF     ANYTIME_PARTNER_REF, else the partner ID
  --partner-name NAME   ANYTIME_PARTNER_NAME
  --dashboard URL       APP_URL
  --public-key FILE     the partner's public key for the REST API, in PEM
  --encoding NAME       ${ENCODINGS.join(", ")}
  --state FILE          where customers, books and history stay; without it, in memory
  --seed N              of the payments (default 1)

It never starts beside the real bank: ANYTIME_CONNECT_ORIGIN and ANYTIME_API_ORIGIN must not be its hosts.`,
  run: async (args) => {
    const { values } = readFlags(args, {
      port: text,
      webhook: text,
      "partner-id": text,
      "partner-ref": text,
      "partner-name": text,
      dashboard: text,
      "public-key": text,
      encoding: text,
      state: text,
      seed: text,
    });
    refuseRealBank();
    const env = process.env;
    const partnerId = values["partner-id"] || env.ANYTIME_PARTNER_ID;
    if (!partnerId) throw new UsageError("serve needs --partner-id or ANYTIME_PARTNER_ID.");
    const dashboardUrl = values.dashboard || env.APP_URL;
    const file = values["public-key"];
    const sandbox = await startSandbox({
      port: readPort(values.port ?? bankPort()),
      partnerId,
      partnerRef: values["partner-ref"] || env.ANYTIME_PARTNER_REF || partnerId,
      partnerName: values["partner-name"] || env.ANYTIME_PARTNER_NAME || "Partner",
      webhookUrl: readWebhookUrl(values.webhook),
      ...(dashboardUrl ? { dashboardUrl: dashboardUrl.replace(/\/+$/, "") } : {}),
      ...(values.encoding === undefined ? {} : { encoding: readEncoding(values.encoding) }),
      ...(values.state === undefined ? {} : { stateFile: values.state }),
      ...(values.seed === undefined ? {} : { seed: Number(values.seed) || 0 }),
      ...(file === undefined ? {} : { publicKeys: [await readKey(file)] }),
    });
    console.log(`Simulated bank at ${sandbox.origin}`);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    await sandbox.close();
    return EXIT.ok;
  },
};

function refuseRealBank(): void {
  for (const name of ["ANYTIME_CONNECT_ORIGIN", "ANYTIME_API_ORIGIN"]) {
    const origin = process.env[name];
    if (!origin || !URL.canParse(origin) || !REAL_HOST.test(new URL(origin).hostname)) continue;
    throw new UsageError(`${name} is the real bank: the simulated one never starts beside real keys.`);
  }
}

/** The callback URL as given, or that of the dashboard in the environment. */
function readWebhookUrl(given: string | undefined): string {
  if (given !== undefined) {
    if (/^https?:/.test(given) && URL.canParse(given)) return given;
    throw new UsageError("--webhook must be a URL such as http://localhost:3000/api/webhooks/anytime/KEY.");
  }
  const { APP_URL, ANYTIME_WEBHOOK_KEY, ANYTIME_CONNECT_ORIGIN } = process.env;
  if (!APP_URL || !ANYTIME_WEBHOOK_KEY)
    throw new UsageError("serve needs --webhook URL, or APP_URL and ANYTIME_WEBHOOK_KEY.");
  // Without it the dashboard uses the real bank's button: its users and payments may be real.
  if (!ANYTIME_CONNECT_ORIGIN)
    throw new UsageError(
      "ANYTIME_CONNECT_ORIGIN is not set, so the dashboard at APP_URL belongs to the real bank. " +
        `Set it to the simulated one, such as http://127.0.0.1:${bankPort()}, or give --webhook.`,
    );
  return `${APP_URL.replace(/\/+$/, "")}/api/webhooks/anytime/${ANYTIME_WEBHOOK_KEY}`;
}

function readPort(given: string): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new UsageError("A port is a whole number from 0 to 65535.");
}

function readEncoding(given: string): (typeof ENCODINGS)[number] {
  const found = ENCODINGS.find((each) => each === given);
  if (found === undefined) throw new UsageError(`--encoding is one of ${ENCODINGS.join(", ")}.`);
  return found;
}

async function readKey(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read.`);
  });
}
