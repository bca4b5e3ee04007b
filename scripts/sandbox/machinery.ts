// customers, fault, api, key and clock: how the bank is.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { API_TROUBLES } from "@/lib/sandbox/api/settings";
import { TOKEN_CHANGES } from "@/lib/sandbox/customers/grants";
import { FAULT_MEANINGS } from "@/lib/sandbox/notify/faults";
import { ask, type Command, EXIT, flag, print, readFlags, text, UsageError } from "./command";

const customersSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    does: z.string(),
    accId: z.string(),
    balance: z.number(),
    granted: z.boolean(),
    cards: z.array(z.object({ ref: z.string(), type: z.string(), status: z.string() })),
  }),
);

export const customers: Command = {
  summary: "lists the bank's customers, what each does, and who gave access",
  help: `npm run sandbox -- customers [flags]

Lists everybody: id, name, what they do when they sign in, account, balance, cards. The password of all is "anytime".

  --grant ID --reference REF   gives access without the pop-up; --json shows the token, as the pop-up's page gets it
  --revoke ID [--lost]         takes it back; --lost tells nobody
  --token ID --change NAME     ${TOKEN_CHANGES.join(", ")}: what the bank does to a token without a word

Examples
  npm run sandbox -- customers --json
  npm run sandbox -- customers --revoke amina --lost`,
  run: async (args) => {
    const { values } = readFlags(args, {
      grant: text,
      reference: text,
      revoke: text,
      lost: flag,
      token: text,
      change: text,
    });
    const { json, lost } = values;
    if (values.grant !== undefined) {
      const asked = { customer: values.grant, customReference: values.reference ?? "" };
      print(json, await ask("grants", asked), `${values.grant} gave access.`);
    } else if (values.revoke !== undefined) {
      const asked = { customer: values.revoke, ...(lost ? { lost } : {}) };
      print(json, await ask("revoke", asked), `${values.revoke} took the access back.`);
    } else if (values.token !== undefined) {
      const asked = { customer: values.token, change: values.change };
      print(json, await ask("token", asked), `${values.token}: ${values.change}.`);
    } else {
      const found = customersSchema.parse(await ask("customers"));
      print(json, found, found.map(line).join("\n"));
    }
    return EXIT.ok;
  },
};

function line({
  id,
  name,
  does,
  accId,
  balance,
  granted,
  cards,
}: z.infer<typeof customersSchema>[number]): string {
  const list = cards.map(({ ref, type, status }) => `${ref} ${type.toLowerCase()} ${status}`).join(", ");
  const access = granted ? "access given" : "-";
  const euros = (balance / 100).toFixed(2).padStart(10);
  return `${id.padEnd(10)} ${name.padEnd(18)} ${access.padEnd(12)} ${accId} ${euros} EUR  ${list}  (${does})`;
}

export const fault: Command = {
  summary: "makes the next notifications go wrong, whatever causes them",
  help: `npm run sandbox -- fault [NAME] [flags]

Without a name: the faults that there are, and the one that is active.

  NAME                  from now on every notification has this fault
  --next N              only the next N
  --off                 none has

${Object.entries(FAULT_MEANINGS)
  .map(([name, meaning]) => `  ${name.padEnd(14)} ${meaning}`)
  .join("\n")}

Examples
  npm run sandbox -- fault lost              the bank falls silent
  npm run sandbox -- fault bad-hash --next 3
  npm run sandbox -- fault --off`,
  run: async (args) => {
    const { values, positionals } = readFlags(args, { next: text, off: flag });
    const [name] = positionals;
    if (values.off || name !== undefined) {
      const next = values.next === undefined ? {} : { next: Number(values.next) };
      const active = await ask("fault", values.off ? { fault: null } : { fault: name, ...next });
      print(values.json, active, values.off ? "No fault." : `Notifications now have the fault ${name}.`);
      return EXIT.ok;
    }
    const answer = z
      .object({
        active: z.object({ fault: z.string(), left: z.number().nullable() }).nullable(),
        faults: z.record(z.string(), z.string()),
      })
      .parse(await ask("fault"));
    const list = Object.entries(answer.faults).map(([each, meaning]) => `${each.padEnd(14)} ${meaning}`);
    print(values.json, answer, [...list, "", `Active: ${answer.active?.fault ?? "none"}`].join("\n"));
    return EXIT.ok;
  },
};

export const api: Command = {
  summary: "shows or changes how the bank's REST API behaves",
  help: `npm run sandbox -- api [flags]

Without flags: how it behaves, and its last calls.

  --latency MS          before each answer
  --trouble NAME        ${API_TROUBLES.join(", ")}
  --every N             only every N-th call has the trouble
  --rate N              calls a second that one token may make; more are answered 429 with Retry-After
  --allow ADDRESS       callers that are allowed; may be repeated. --allow-all allows all
  --numbers / --texts   amounts as JSON numbers or as texts

Examples
  npm run sandbox -- api --trouble error --every 3
  npm run sandbox -- api --latency 2000 --rate 1
  npm run sandbox -- api --trouble none --latency 0`,
  run: async (args) => {
    const { values } = readFlags(args, {
      latency: text,
      trouble: text,
      every: text,
      rate: text,
      allow: { type: "string", multiple: true },
      "allow-all": flag,
      numbers: flag,
      texts: flag,
    });
    const changes = {
      ...(values.latency === undefined ? {} : { latencyMs: Number(values.latency) }),
      ...(values.trouble === undefined ? {} : { trouble: values.trouble }),
      ...(values.every === undefined ? {} : { every: Number(values.every) }),
      ...(values.rate === undefined ? {} : { ratePerSecond: Number(values.rate) }),
      ...(values.allow === undefined ? {} : { addresses: values.allow }),
      ...(values["allow-all"] ? { addresses: [] } : {}),
      ...(values.numbers || values.texts ? { numbers: values.numbers === true } : {}),
    };
    const changed = Object.keys(changes).length > 0;
    const settings = changed ? await ask("api", changes) : await ask("api");
    const calls = changed
      ? []
      : z
          .array(z.object({ method: z.string(), path: z.string(), status: z.number() }))
          .parse(await ask("calls"));
    const lines = calls.slice(0, 20).map(({ method, path, status }) => `${status}  ${method} ${path}`);
    print(values.json, { settings, calls }, [JSON.stringify(settings), ...lines].join("\n"));
    return EXIT.ok;
  },
};

export const key: Command = {
  summary: "registers or forgets the partner's public key for the REST API",
  help: `npm run sandbox -- key [flags]

Without flags: the fingerprints of the keys that the bank knows.

  --file FILE           registers the public key in FILE (PEM): the one that the dashboard shows under Settings
  --forget FINGERPRINT  forgets one

Example
  openssl pkey -in private.pem -pubout -out public.pem && npm run sandbox -- key --file public.pem`,
  run: async (args) => {
    const { values } = readFlags(args, { file: text, forget: text });
    if (values.file !== undefined) {
      const file = values.file;
      const publicKey = await readFile(file, "utf8").catch(() => {
        throw new UsageError(`${file} cannot be read.`);
      });
      const answer = z.object({ fingerprint: z.string() }).parse(await ask("register-key", { publicKey }));
      print(values.json, answer, `Registered ${answer.fingerprint}.`);
    } else if (values.forget !== undefined) {
      print(values.json, await ask("forget-key", { fingerprint: values.forget }), "Forgotten.");
    } else {
      const keys = z.array(z.object({ fingerprint: z.string() })).parse(await ask("keys"));
      print(values.json, keys, keys.map(({ fingerprint }) => fingerprint).join("\n") || "No key.");
    }
    return EXIT.ok;
  },
};

export const clock: Command = {
  summary: "shows or moves the bank's clock",
  help: `npm run sandbox -- clock [flags]

Without flags: what time it is at the bank. Everything that the bank writes follows its clock: timestamps, hashes, dates
of payments, answers of the API. Moving it forward settles what was authorised two days before.

  --by 90s | 15m | 3h | 2d   forward; -3h is back, written --by=-3h
  --at 2026-01-31T10:00:00Z  to a moment
  --reset                    as the machine's again

Examples
  npm run sandbox -- clock --by 3d
  npm run sandbox -- clock --by=-10m         a bank whose clock is wrong`,
  run: async (args) => {
    const { values } = readFlags(args, { by: text, at: text, reset: flag });
    const { by, at, reset, json } = values;
    const asked =
      by !== undefined ? { by: readSeconds(by) } : at !== undefined ? { at } : reset ? { reset } : undefined;
    const answer = z
      .object({ now: z.string(), offset: z.number(), settled: z.number().optional() })
      .parse(await ask("clock", asked));
    const settled = answer.settled ? `, ${answer.settled} payments settled` : "";
    print(json, answer, `${answer.now} (${Math.round(answer.offset / 1_000)} s ahead)${settled}`);
    return EXIT.ok;
  },
};

function readSeconds(given: string): number {
  const [, count, unit] = /^([+-]?\d+(?:\.\d+)?)([smhd])$/.exec(given) ?? [];
  if (count === undefined) throw new UsageError("--by is written 90s, 15m, 3h or 2d.");
  return Number(count) * ({ s: 1, m: 60, h: 3_600, d: 86_400 }[unit ?? "s"] ?? 1);
}
