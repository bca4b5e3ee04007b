import { isMap, type PhpMap, type PhpNode, type PhpScalar } from "@/lib/anytime/tree";

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
const DOTS = "••••••••";
/** What stands for a secret where the payload is written as bytes again: the same characters in every encoding. */
const MARK = "MASKED";
const MAX_TEXT = 500;

/**
 * The payload of a delivery for a person to read, secrets masked. Text is to be shown escaped: control and
 * bidirectional characters are written as \u escapes here.
 */
export function listMasked(root: PhpMap): PayloadLine[] {
  const lines: PayloadLine[] = [];
  collect(root, "", false, lines);
  return lines;
}

/** The same payload as a tree that can be written again, with a mark in place of each secret. */
export function maskTree(root: PhpMap, secret = false): PhpMap {
  return new Map(
    [...root].map(([key, node]): [string, PhpNode] => {
      const hidden = secret || hides(key, node);
      if (isMap(node)) return [key, maskTree(node, hidden)];
      if (hidden) return [key, { kind: "string", text: MARK }];
      return [key, key === CALLBACK ? { kind: "string", text: maskCallback(node.text, MARK) } : node];
    }),
  );
}

function collect(map: PhpMap, prefix: string, secret: boolean, lines: PayloadLine[]): void {
  for (const [key, node] of map) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const hidden = secret || hides(key, node);
    if (isMap(node)) collect(node, path, hidden, lines);
    else lines.push({ path: escapeInvisible(path), ...(hidden ? HIDDEN : mask(key, node)) });
  }
}

const HIDDEN = { text: DOTS, masked: true };

/** What is under a secret's name is secret, whatever shape it was sent in. */
function hides(key: string, node: PhpNode): boolean {
  return SECRET.test(key) || (key === CALLBACK && isMap(node));
}

function mask(key: string, node: PhpScalar): Omit<PayloadLine, "path"> {
  if (key === CALLBACK) return { text: escapeInvisible(maskCallback(node.text, DOTS)), masked: true };
  const text = node.kind === "null" ? "null" : node.text;
  return { text: escapeInvisible(text.slice(0, MAX_TEXT)), masked: false };
}

function maskCallback(url: string, mark: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/${mark}` : mark;
}

/** Writes characters that are not seen, or that turn the direction of text, as \u escapes. */
export function escapeInvisible(text: string): string {
  return text.replaceAll(
    /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
