// persona make | load | save: people as files.
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { FAULTS, type Fault } from "@/lib/sandbox/notify/faults";
import { makePersona } from "@/lib/sandbox/personas/make";
import { didYouMean } from "@/lib/sandbox/text/suggest";
import { parisTime } from "@/lib/sandbox/time/clock";
import { ask, type Command, dispatch, EXIT, flag, print, readFlags, text, UsageError } from "./command";

const make: Command = {
  summary: "writes a person with a past, without any bank",
  help: `npm run sandbox -- persona make ID [flags]

Makes a customer with two cards that pay and one that is blocked, a salary, subscriptions, and everyday payments at
French and European merchants: refunds, declines, other currencies. The same flags make the same file.

  --name "Claire Petit"   (default: the id)
  --seed N                (default 1)
  --days N                how far back (default 365)
  --per-day N             everyday payments (default 2)
  --today 2026-01-31      the last day (default: today)
  --faults a,b            faults that one notification of twelve has, when the persona is pushed
  --out FILE              (default: prints it)

Example
  npm run sandbox -- persona make claire --seed 7 --faults lost,bad-hash --out claire.json`,
  run: async (args) => {
    const { values, positionals } = readFlags(args, {
      name: text,
      seed: text,
      days: text,
      "per-day": text,
      today: text,
      faults: text,
      out: text,
    });
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0 || !/^[a-z][a-z0-9-]{0,30}$/.test(id))
      throw new UsageError("persona make needs one id of small letters, such as claire.");
    const persona = makePersona({
      id,
      name: values.name ?? id,
      seed: readNumber("--seed", values.seed ?? "1", 4_000_000_000),
      days: readNumber("--days", values.days ?? "365", 1_500),
      perDay: readNumber("--per-day", values["per-day"] ?? "2", 50),
      today: values.today ?? parisTime(new Date()).slice(0, 10),
      faults: (values.faults ?? "").split(",").filter(Boolean).map(readFault),
    });
    const content = JSON.stringify(persona, null, 1);
    if (values.out === undefined) console.log(content);
    else {
      await writeFile(values.out, `${content}\n`);
      print(
        values.json,
        { file: values.out, payments: persona.payments.length },
        `${persona.about} → ${values.out}`,
      );
    }
    return EXIT.ok;
  },
};

const load: Command = {
  summary: "brings a person into the bank, with dates moved to today",
  help: `npm run sandbox -- persona load FILE [--push]

The person can then sign in, pay, and be read through the API. Loading the file again moves the dates to today again.

  --push                also sends every payment to the partner, each with the fault that the file gives it

Example
  npm run sandbox -- persona load claire.json --push`,
  run: async (args) => {
    const { values, positionals } = readFlags(args, { push: flag });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError("persona load needs one file.");
    const persona = await readJson(file);
    const answer = await ask("load-persona", { persona, push: values.push === true });
    const { customers, payments, pushed } = z
      .object({ customers: z.array(z.string()), payments: z.number(), pushed: z.number() })
      .parse(answer);
    print(values.json, answer, `${customers.join(", ")}: ${payments} payments, ${pushed} of them sent.`);
    return EXIT.ok;
  },
};

const save: Command = {
  summary: "writes customers of the bank as a file",
  help: `npm run sandbox -- persona save ID… [--out FILE]

Writes the customers with their accounts, cards and payments, as they are at the bank now.

Example
  npm run sandbox -- persona save claire --out claire.json`,
  run: async (args) => {
    const { values, positionals } = readFlags(args, { out: text });
    if (positionals.length === 0) throw new UsageError("persona save needs the id of a customer.");
    const persona = await ask("save-persona", { customers: positionals });
    const content = JSON.stringify(persona, null, 1);
    if (values.out === undefined) console.log(content);
    else {
      await writeFile(values.out, `${content}\n`);
      print(values.json, { file: values.out }, `Saved in ${values.out}.`);
    }
    return EXIT.ok;
  },
};

const COMMANDS = { make, load, save };

export const persona: Command = {
  summary: "people as files: make, load, save",
  help: `npm run sandbox -- persona COMMAND

  make ID      ${make.summary}
  load FILE    ${load.summary}
  save ID…     ${save.summary}

Each explains itself: npm run sandbox -- persona make --help`,
  run: (args) => dispatch("persona ", COMMANDS, args),
};

function readFault(name: string): Fault {
  const found = FAULTS.find((each) => each === name);
  if (found !== undefined && found !== "burst") return found;
  throw new UsageError(`There is no fault ${name}.${didYouMean(name, FAULTS)}`);
}

function readNumber(name: string, given: string, most: number): number {
  const value = Number(given);
  if (given !== "" && value >= 0 && value <= most) return value;
  throw new UsageError(`${name} is a number up to ${most}.`);
}

async function readJson(file: string): Promise<unknown> {
  const content = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read.`);
  });
  try {
    return JSON.parse(content);
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
}
