import { text } from "node:stream/consumers";

/** Asks for a password without showing it, or reads the first line of standard input if nobody is typing. */
export async function readPassword(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? "";
  process.stderr.write(prompt);
  process.stdin.setRawMode(true);
  process.stdin.setEncoding("utf8");
  let typed = "";
  try {
    for await (const chunk of process.stdin as AsyncIterable<string>) {
      for (const character of chunk) {
        if (character === "\r" || character === "\n") return typed;
        if (character === "\u0003" || character === "\u0004") process.exit(130);
        typed = character === "\u007f" || character === "\b" ? typed.slice(0, -1) : typed + character;
      }
    }
    return typed;
  } finally {
    process.stdin.setRawMode(false);
    process.stderr.write("\n");
  }
}
