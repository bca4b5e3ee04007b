// The simulated bank's command line: `npm run sandbox -- serve | customers | spend | trigger`.
import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { parseArgs } from "node:util";
import { FAULTS } from "@/lib/sandbox/notify/faults";
import { startSandbox } from "@/lib/sandbox/start";

if (existsSync(".env")) loadEnvFile(".env"); // the real partner's keys may be in it: see refuseRealBank
const PORT = process.env.SANDBOX_PORT || "4400";
const REAL_BANK = "https://connect.anyti.me";
const ENCODINGS = ["form", "json", "multipart"] as const;
const USAGE = `npm run sandbox -- COMMAND

  serve       runs the bank alone; what is not given comes from the environment
              [--port N] [--webhook URL] [--partner-id ID] [--partner-ref REF] [--partner-name NAME]
              [--dashboard URL] [--encoding ${ENCODINGS.join("|")}] [--state FILE]
  customers   lists the bank's customers and who gave access
  spend       --rate N  payments a second, 0 stops
  trigger     token_created | token_revoked | card_transaction_received
              [--set path=value …] [--fault ${FAULTS.join("|")}] [--encoding ${ENCODINGS.join("|")}]

The last three speak to the bank that runs on port ${PORT} (SANDBOX_PORT).`;

/** Thrown with a sentence for the person who typed the command. */
class UsageError extends Error {}

const [command, ...rest] = process.argv.slice(2);
try {
  if (command === "serve") await serve(rest);
  else if (command === "customers") await customers(rest);
  else if (command === "spend") await spend(rest);
  else if (command === "trigger") await trigger(rest);
  else throw new UsageError(command === undefined ? USAGE : `There is no command ${command}.\n\n${USAGE}`);
} catch (error) {
  const typed = error instanceof UsageError || (error instanceof TypeError && "code" in error);
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = typed ? 2 : 1;
}

async function serve(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      port: text,
      webhook: text,
      "partner-id": text,
      "partner-ref": text,
      "partner-name": text,
      dashboard: text,
      encoding: text,
      state: text,
    },
  });
  refuseRealBank();
  const env = process.env;
  const partnerId = values["partner-id"] || env.ANYTIME_PARTNER_ID;
  if (!partnerId) throw new UsageError("serve needs --partner-id or ANYTIME_PARTNER_ID.");
  const dashboardUrl = values.dashboard || env.APP_URL;
  const sandbox = await startSandbox({
    port: readPort(values.port ?? PORT),
    partnerId,
    partnerRef: values["partner-ref"] || env.ANYTIME_PARTNER_REF || partnerId,
    partnerName: values["partner-name"] || env.ANYTIME_PARTNER_NAME || "Partner",
    webhookUrl: readWebhookUrl(values.webhook),
    ...(dashboardUrl ? { dashboardUrl: dashboardUrl.replace(/\/+$/, "") } : {}),
    ...(values.encoding === undefined ? {} : { encoding: readEncoding(values.encoding) }),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
  });
  console.log(`Simulated bank at ${sandbox.origin}`);
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function refuseRealBank(): void {
  const origin = process.env.ANYTIME_CONNECT_ORIGIN;
  if (!origin || !URL.canParse(origin) || new URL(origin).hostname !== new URL(REAL_BANK).hostname) return;
  throw new UsageError(
    "ANYTIME_CONNECT_ORIGIN is the real bank: the simulated one never starts beside real keys.",
  );
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
        `Set it to the simulated one, such as http://127.0.0.1:${PORT}, or give --webhook.`,
    );
  return `${APP_URL.replace(/\/+$/, "")}/api/webhooks/anytime/${ANYTIME_WEBHOOK_KEY}`;
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError("A port is a whole number from 0 to 65535.");
}

function readEncoding(text: string): (typeof ENCODINGS)[number] {
  const found = ENCODINGS.find((each) => each === text);
  if (found === undefined) throw new UsageError(`--encoding is one of ${ENCODINGS.join(", ")}.`);
  return found;
}

async function customers(args: string[]): Promise<void> {
  parseArgs({ args, options: {} });
  const found = (await call("customers")) as {
    id: string;
    name: string;
    cardRefs: string[];
    granted: boolean;
  }[];
  for (const { id, name, cardRefs, granted } of found) {
    console.log(
      `${id.padEnd(10)} ${name.padEnd(18)} ${granted ? "access given" : "-".padEnd(12)}  ${cardRefs.join(", ")}`,
    );
  }
}

async function spend(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rate: { type: "string" } } });
  const rate = Number(values.rate);
  if (values.rate === undefined || !(rate >= 0))
    throw new UsageError("spend needs --rate N, payments a second.");
  await call("spend", { rate });
  console.log(rate === 0 ? "Stopped." : `Spending ${rate} times a second.`);
}

async function trigger(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      set: { type: "string", multiple: true },
      fault: { type: "string" },
      encoding: { type: "string" },
    },
  });
  const [event, ...more] = positionals;
  if (event === undefined || more.length > 0) throw new UsageError("trigger needs one event.");
  const set = Object.fromEntries((values.set ?? []).map(splitSet));
  const { fault, encoding } = values;
  const sent = (await call("trigger", {
    event,
    set,
    ...(fault ? { fault } : {}),
    ...(encoding ? { encoding } : {}),
  })) as {
    status: number | null;
    answer: string;
    tries: number;
  };
  console.log(
    `${sent.status ?? "no answer"}  ${sent.answer}  after ${sent.tries} ${sent.tries === 1 ? "try" : "tries"}`,
  );
}

function splitSet(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals <= 0) throw new UsageError(`--set is written path=value, not ${text}.`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

async function call(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${PORT}/control/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error(`No simulated bank answers on port ${PORT}: start one with npm run demo.`);
  });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new UsageError(answer.error ?? `The bank answered ${response.status}.`);
  return answer;
}
