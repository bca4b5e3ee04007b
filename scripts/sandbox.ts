// The simulated bank's command line: `npm run sandbox -- serve | customers | spend | trigger`.
import { parseArgs } from "node:util";
import { FAULTS } from "@/lib/sandbox/faults";
import { startSandbox } from "@/lib/sandbox/start";

const PORT = Number(process.env.SANDBOX_PORT ?? 4400);
const REAL_BANK = "https://connect.anyti.me";
const USAGE = `npm run sandbox -- COMMAND

  serve       runs the bank alone; needs ANYTIME_PARTNER_ID, ANYTIME_PARTNER_REF and --webhook URL
  customers   lists the bank's customers and who gave access
  spend       --rate N  payments a second, 0 stops
  trigger     token_created | token_revoked | card_transaction_received
              [--set path=value …] [--fault ${FAULTS.join("|")}] [--encoding form|json|multipart]

The last three speak to the bank that runs on port ${PORT} (SANDBOX_PORT).`;

/** Thrown with a sentence for whoever typed the command. */
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
  const { values } = parseArgs({ args, options: { webhook: { type: "string" }, port: { type: "string" } } });
  if ((process.env.ANYTIME_CONNECT_ORIGIN ?? "") === REAL_BANK) {
    throw new UsageError(
      "ANYTIME_CONNECT_ORIGIN is the real bank: the simulated one never starts beside real keys.",
    );
  }
  const { ANYTIME_PARTNER_ID: partnerId, ANYTIME_PARTNER_REF: ref, ANYTIME_PARTNER_NAME: name } = process.env;
  if (partnerId === undefined || values.webhook === undefined) {
    throw new UsageError("serve needs ANYTIME_PARTNER_ID in the environment and --webhook URL.");
  }
  const sandbox = await startSandbox({
    port: Number(values.port ?? PORT),
    partnerId,
    partnerRef: ref ?? partnerId,
    partnerName: name ?? "Partner",
    webhookUrl: values.webhook,
  });
  console.log(`Simulated bank at ${sandbox.origin}`);
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
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
