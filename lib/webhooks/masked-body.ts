import { parseBody } from "@/lib/anytime/parse-body";
import { isMap, type PhpMap, type PhpNode } from "@/lib/anytime/tree";

/** One line of a payload: its path, and its text with secrets masked. */
export interface PayloadLine {
  readonly path: string;
  readonly text: string;
  readonly masked: boolean;
}

// A pair of hash and timestamp is forging material, a token acts as the customer, and the callback URL
// carries the webhook key: nobody sees them, whatever their role.
const SECRET = /^(?:hash|.*token|custom_reference|.*secret.*|.*passw.*)$/i;
const CALLBACK = "webhook";
const HIDDEN = { text: "••••••••", masked: true };
const MAX_TEXT = 500;

/**
 * The payload of a delivery for a person to read, secrets masked. Text is to be shown escaped: control and
 * bidirectional characters are written as \u escapes here.
 *
 * @returns null where the bytes are not a notification; then nothing of them is shown
 */
export function readMaskedBody(body: Buffer, contentType: string | null): PayloadLine[] | null {
  const parsed = parseBody(body, contentType ?? undefined);
  if (!parsed.ok) return null;
  const lines: PayloadLine[] = [];
  collect(parsed.root, "", false, lines);
  return lines;
}

function collect(map: PhpMap, prefix: string, secret: boolean, lines: PayloadLine[]): void {
  for (const [key, node] of map) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    // What is under a secret's name is secret, whatever shape it was sent in.
    const hidden = secret || SECRET.test(key) || (key === CALLBACK && isMap(node));
    if (isMap(node)) collect(node, path, hidden, lines);
    else lines.push({ path: visible(path), ...(hidden ? HIDDEN : mask(key, node)) });
  }
}

function mask(key: string, node: Exclude<PhpNode, PhpMap>): Omit<PayloadLine, "path"> {
  if (key === CALLBACK) return { text: maskCallback(node.text), masked: true };
  const text = node.kind === "null" ? "null" : node.text;
  return { text: visible(text.slice(0, MAX_TEXT)), masked: false };
}

function maskCallback(url: string): string {
  if (!URL.canParse(url)) return "••••••••";
  return `${visible(new URL(url).origin)}/••••••••`;
}

function visible(text: string): string {
  return text.replaceAll(
    /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
