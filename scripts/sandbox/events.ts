// trigger, replay and spend: what the bank sends.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CHARSETS, ENCODINGS, FAULT_MEANINGS } from "@/lib/sandbox/notify/faults";
import { EVENTS } from "@/lib/sandbox/notify/trigger";
import { ask, type Command, EXIT, flag, print, readFlags, text, UsageError } from "./command";

const sentSchema = z.object({
  status: z.number().nullable(),
  answer: z.string(),
  tries: z.number().optional(),
  fault: z.string().nullable().optional(),
});
type Sent = z.infer<typeof sentSchema>;

const FAULT_LINES = Object.entries(FAULT_MEANINGS).map(
  ([name, meaning]) => `    ${name.padEnd(14)} ${meaning}`,
);

export const trigger: Command = {
  summary: "makes one event happen and sends it, correct or with a fault",
  help: `npm run sandbox -- trigger EVENT [flags]

EVENT is one of ${EVENTS.join(", ")}.

  --customer ID         whose it is (default camille; of a revocation, the newest live token)
  --set path=value      another value for a field of \`data\`; may be repeated
  --file FILE           fields of \`data\` from a JSON file; --set wins
  --encoding NAME       ${ENCODINGS.join(", ")}
  --charset NAME        ${CHARSETS.join(", ")}
  --fault NAME
${FAULT_LINES.join("\n")}

Examples
  npm run sandbox -- trigger card_transaction_received --set body.transaction.amount=12.50
  npm run sandbox -- trigger token_revoked --fault lost
  npm run sandbox -- trigger card_transaction_received --encoding json --charset iso-8859-1

Ends with ${EXIT.ok} after a 2xx answer, with ${EXIT.refused} after any other: a 401 fails a build.`,
  run: async (args) => {
    const { values, positionals } = readFlags(args, {
      customer: text,
      set: { type: "string", multiple: true },
      file: text,
      fault: text,
      encoding: text,
      charset: text,
    });
    const [event, ...more] = positionals;
    if (event === undefined || more.length > 0)
      throw new UsageError(`trigger needs one event: ${EVENTS.join(", ")}.`);
    const { customer, fault, encoding, charset } = values;
    const fields = values.file === undefined ? {} : await readFields(values.file);
    const set = { ...fields, ...Object.fromEntries((values.set ?? []).map(splitSet)) };
    const given = Object.entries({ customer, fault, encoding, charset }).filter(
      ([, value]) => value !== undefined,
    );
    const sent = sentSchema.parse(await ask("trigger", { event, set, ...Object.fromEntries(given) }));
    const tries = sent.tries ?? 0;
    print(values.json, sent, `${sentence(sent)}  after ${tries} ${tries === 1 ? "try" : "tries"}`);
    return codeOf(sent);
  },
};

export const replay: Command = {
  summary: "posts bodies from a file again, byte for byte",
  help: `npm run sandbox -- replay FILE [flags]

Posts what is in FILE to the partner's callback URL, as it is: one body, or (if the name ends in .jsonl) one
{"contentType": "…", "body": "…"} for each line.

  --content-type TYPE   of a single body; without it, it is guessed
  --times N             how often (default 1)

Examples
  npm run sandbox -- replay tests/vectors/one.json
  npm run sandbox -- replay captured.jsonl --times 3

Ends with ${EXIT.refused} if one answer was not a 2xx.`,
  run: async (args) => {
    const { values, positionals } = readFlags(args, { "content-type": text, times: text });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError("replay needs one file.");
    const times = readCount("--times", values.times ?? "1");
    const bodies = await readBodies(file, values["content-type"]);
    let code: number = EXIT.ok;
    for (const { contentType, body } of Array.from({ length: times }, () => bodies).flat()) {
      const sent = sentSchema.parse(await ask("replay", { contentType, body: body.toString("base64") }));
      print(values.json, sent, sentence(sent));
      if (codeOf(sent) !== EXIT.ok) code = EXIT.refused;
    }
    return code;
  },
};

export const spend: Command = {
  summary: "lets customers pay at a rate, from one an hour to all that the webhook takes",
  help: `npm run sandbox -- spend --rate RATE [flags]

  --rate RATE           payments a second: 2, 0.5, 10/m, 1/h; max pays as fast as the partner answers; 0 stops
  --customer ID         who pays; may be repeated. Without it: all who gave access, and one who did not
  --settle TXID         settles one authorised payment instead
    --amount 22.50        over another amount
    --anew                under another txid
  --past DAYS           payments of the past instead, sent now; --per-day N (default 3); --lost sends none of them

Payments are authorised, and settle eight seconds later: restaurants, hotels and pumps often over another amount, those
abroad at another rate. The same --seed of the bank makes the same payments.

Examples
  npm run sandbox -- spend --rate 1/h
  npm run sandbox -- spend --rate max --customer hugo
  npm run sandbox -- spend --past 7 --customer amina --lost     a week that the partner never heard of`,
  run: async (args) => {
    const { values } = readFlags(args, {
      rate: text,
      customer: { type: "string", multiple: true },
      settle: text,
      amount: text,
      anew: flag,
      past: text,
      "per-day": text,
      lost: flag,
    });
    if (values.settle !== undefined) return settle(values.settle, values);
    const { customer: customers, json } = values;
    const who = customers === undefined ? {} : { customers };
    if (values.past !== undefined) {
      const asked = { days: Number(values.past), perDay: Number(values["per-day"] ?? 3), ...who };
      const made = await ask("backfill", { ...asked, ...(values.lost ? { lost: true } : {}) });
      const { payments } = z.object({ payments: z.number() }).parse(made);
      print(json, made, `${payments} payments of ${values.past} days.`);
      return EXIT.ok;
    }
    const rate = readRate(values.rate);
    await ask("spend", { rate, ...who });
    print(json, { rate }, rate === 0 ? "Stopped." : `Spending: ${values.rate}.`);
    return EXIT.ok;
  },
};

async function settle(
  txid: string,
  how: { amount?: string; anew?: boolean; lost?: boolean; json?: boolean },
): Promise<number> {
  const { amount, anew, lost, json } = how;
  const given = Object.entries({ txid, amount, anew, lost }).filter(([, value]) => value !== undefined);
  print(json, await ask("settle", Object.fromEntries(given)), `Settled ${txid}.`);
  return EXIT.ok;
}

function readRate(given: string | undefined): number | "max" {
  if (given === "max") return "max";
  const [, count, per] = /^(\d+(?:\.\d+)?)(?:\/([smh]))?$/.exec(given ?? "") ?? [];
  if (count === undefined) throw new UsageError("spend needs --rate N (a second), N/m, N/h, or max.");
  return Number(count) / ({ s: 1, m: 60, h: 3_600 }[per ?? "s"] ?? 1);
}

function readCount(name: string, given: string): number {
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw new UsageError(`${name} is a whole number from 1 to 99999.`);
}

function sentence({ status, answer }: Sent): string {
  return `${status ?? "no answer"}  ${answer}`;
}

function codeOf({ status, fault }: Sent): number {
  if (fault === "lost") return EXIT.ok; // nothing was sent, as asked
  return status !== null && status >= 200 && status < 300 ? EXIT.ok : EXIT.refused;
}

function splitSet(given: string): [string, string] {
  const equals = given.indexOf("=");
  if (equals <= 0) throw new UsageError(`--set is written path=value, not ${given}.`);
  return [given.slice(0, equals), given.slice(equals + 1)];
}

async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read.`);
  });
}

/** Leaves of a JSON object by path. */
async function readFields(file: string): Promise<Record<string, string>> {
  const leaves = (value: unknown, path: string): [string, string][] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([name, inner]) =>
          leaves(inner, path === "" ? name : `${path}.${name}`),
        )
      : [[path, String(value)]];
  return Object.fromEntries(leaves(parse(await readText(file), file), ""));
}

async function readBodies(file: string, type: string | undefined) {
  const content = await readText(file);
  if (!file.endsWith(".jsonl")) {
    const guessed = /^\s*[{[]/.test(content) ? "application/json" : "application/x-www-form-urlencoded";
    return [{ contentType: type ?? guessed, body: await readFile(file) }];
  }
  const line = z.object({ contentType: z.string(), body: z.string() });
  return content
    .split("\n")
    .filter((each) => each.trim() !== "")
    .map((each) => line.parse(parse(each, file)))
    .map(({ contentType, body }) => ({ contentType, body: Buffer.from(body) }));
}

function parse(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
}
