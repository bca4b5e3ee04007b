// What the commands of the simulated bank's command line share.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { didYouMean } from "@/lib/sandbox/text/suggest";

/** Ends of a command, as CI reads them. */
export const EXIT = { ok: 0, refused: 1, usage: 2, noBank: 3 } as const;

/** Thrown with a sentence for the person who typed the command. */
export class UsageError extends Error {
  override name = "UsageError";
}
/** Thrown if no bank answers. */
export class NoBankError extends Error {
  override name = "NoBankError";
}

/** A command, or a command of a command. */
export interface Command {
  readonly summary: string;
  /** What `--help` teaches. */
  readonly help: string;
  /** @returns the exit code */
  readonly run: (args: readonly string[]) => Promise<number>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

export const text = { type: "string" } as const;
export const flag = { type: "boolean" } as const;

/**
 * Reads flags; `--json` is one of every command.
 *
 * @throws UsageError that names the flag that may have been meant
 */
export function readFlags<Known extends Options>(args: readonly string[], known: Known) {
  const options = { ...known, json: flag };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [, unknown] = /Unknown option '--?([^']+)'/.exec(error.message) ?? [];
    if (unknown === undefined) throw new UsageError(error.message);
    const names = Object.keys(options);
    const meant = didYouMean(unknown, names).replace("mean ", "mean --");
    throw new UsageError(
      `There is no --${unknown}.${meant} Flags here: ${names.map((name) => `--${name}`).join(", ")}.`,
    );
  }
}

/** Runs the command that the first word names. */
export async function dispatch(
  path: string,
  commands: Readonly<Record<string, Command>>,
  [name, ...rest]: readonly string[],
): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const [topic] = name === "help" ? rest : [];
    const asked = topic === undefined ? undefined : commands[topic];
    console.log(asked?.help ?? overview(path, commands));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new UsageError(
      `There is no command ${path}${name}.${didYouMean(name, Object.keys(commands))}\n\n${overview(path, commands)}`,
    );
  const nested = rest.length > 0 && !rest[0]?.startsWith("-");
  if ((rest.includes("--help") || rest.includes("-h")) && !(nested && command.help.includes("COMMAND"))) {
    console.log(command.help);
    return EXIT.ok;
  }
  return command.run(rest);
}

function overview(path: string, commands: Readonly<Record<string, Command>>): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `npm run sandbox -- ${path}COMMAND

${lines.join("\n")}

Every command explains itself:  npm run sandbox -- ${path}COMMAND --help
Every command answers in JSON with --json. It ends with ${EXIT.ok} if all went well, ${EXIT.refused} if the partner
refused or did not answer, ${EXIT.usage} if it was typed wrong, ${EXIT.noBank} if no bank runs on port ${bankPort()} (SANDBOX_PORT).`;
}

/** The port of the bank that commands speak to. */
export function bankPort(): string {
  return process.env.SANDBOX_PORT || "4400";
}

/**
 * Asks the bank that runs.
 *
 * @throws UsageError with the bank's sentence, or NoBankError
 */
export async function ask(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${bankPort()}/control/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new NoBankError(
      `No simulated bank answers on port ${bankPort()}: start one with npm run demo, or with npm run sandbox -- serve.`,
    );
  });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new UsageError(answer.error ?? `The bank answered ${response.status}.`);
  return answer;
}

/** Prints a result, for people or for programs. */
export function print(json: boolean | undefined, result: unknown, sentence: string): void {
  console.log(json ? JSON.stringify(result) : sentence);
}
