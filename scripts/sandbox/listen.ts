// listen: deliveries as they pass.
import { z } from "zod";
import { ask, type Command, EXIT, print, readFlags, text } from "./command";

const POLL_MS = 250;
const sentSchema = z.array(
  z.object({
    id: z.string(),
    event: z.string(),
    reference: z.string(),
    fault: z.string().nullable(),
    attempts: z.array(
      z.object({
        at: z.string(),
        milliseconds: z.number(),
        status: z.number().nullable(),
        answer: z.string(),
      }),
    ),
  }),
);

export const listen: Command = {
  summary: "prints notifications as they pass, and sends them where you want",
  help: `npm run sandbox -- listen [flags]

Prints one line for each try: time, answer, milliseconds, event, reference. Ends with Ctrl-C.

  --forward-to URL      while it runs, the bank sends to this callback URL; afterwards to where it sent before
  --count N             ends after N tries; with ${EXIT.refused} if one of them was not answered with a 2xx
  --json                one JSON object for each line

Examples
  npm run sandbox -- listen --forward-to http://localhost:3000/api/webhooks/anytime/KEY
  npm run sandbox -- listen --count 1 --json`,
  run: async (args) => {
    const { values } = readFlags(args, { "forward-to": text, count: text });
    const most = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
    const url = values["forward-to"];
    const seen = new Set((await readTries()).map(({ key }) => key));
    if (url !== undefined) await ask("webhook", { url });
    if (!values.json) console.error(`Listening${url === undefined ? "" : ", forwarding"}. Ctrl-C ends it.`);
    try {
      return await printTries(seen, most, values.json);
    } finally {
      if (url !== undefined) await ask("webhook", { url: null });
    }
  },
};

async function printTries(seen: Set<string>, most: number, json: boolean | undefined): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  let code: number = EXIT.ok;
  let printed = 0;
  while (!stop.signal.aborted && printed < most) {
    for (const { key, ...each } of (await readTries()).filter((one) => !seen.has(one.key))) {
      seen.add(key);
      if (printed >= most) break;
      printed += 1;
      const { at, status, milliseconds, event, reference, fault, answer } = each;
      const wrong = fault === null ? "" : ` (${fault})`;
      print(
        json,
        each,
        `${at.slice(11, 23)}  ${status ?? answer}  ${milliseconds} ms  ${event}${wrong}  ${reference}`,
      );
      if (status === null || status >= 300) code = EXIT.refused;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return code;
}

/** All tries that the bank remembers, oldest first. */
async function readTries() {
  return sentSchema
    .parse(await ask("requests"))
    .flatMap(({ attempts, id, ...sent }) =>
      attempts.map((attempt, index) => ({ ...sent, ...attempt, try: index + 1, key: `${id}/${index}` })),
    )
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
