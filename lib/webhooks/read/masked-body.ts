import { isMap, type PhpMap, type PhpNode, type PhpScalar } from "@/lib/anytime/body/tree";
import { escapeInvisible } from "@/lib/anytime/values/visible-text";

/** One line of a payload: its path, and its text with secrets masked. */
export interface PayloadLine {
  readonly path: string;
  readonly text: string;
  readonly masked: boolean;
}

// A pair of hash and timestamp helps to forge, a token acts as the customer, and the callback URL contains the
// webhook key: nobody sees them, whatever their role.
const SECRET = /^(?:hash|.*token|custom_reference|.*secret.*|.*passw.*)$/i;
const CALLBACK = "webhook";
const DOTS = "••••••••";
/** Stands for a secret when the payload is written as bytes: the same characters in every encoding. */
const MARK = "MASKED";
const MAX_TEXT = 500;
/** A digest, or the name and value of a secret within other text: JSON or a form that was encoded twice. */
const HOLDS_SECRET =
  /[0-9a-f]{64}|(?:hash|token|custom_reference|secret|passw\w*)["'\]\\]*\s*(?:=|:|%3a|%3d|%22|&quot;)/i;

/**
 * The payload of a delivery for staff to read, with secrets masked. Control and bidirectional characters are
 * escaped as \u, so that the text shows what it is.
 *
 * @param options.readable false if it does not have the documented shape: then we cannot tell where secrets
 *   are, and only names are shown
 */
export function listMasked(root: PhpMap, { readable }: { readable: boolean }): PayloadLine[] {
  const lines: PayloadLine[] = [];
  collect(root, "", !readable, lines);
  return lines;
}

/** The same payload as a tree that can be written again, with a mark in place of each secret, or of every value. */
export function maskTree(root: PhpMap, secret: boolean): PhpMap {
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

/** A value under the name of a secret is secret, whatever its shape. */
function hides(key: string, node: PhpNode): boolean {
  if (SECRET.test(key)) return true;
  return isMap(node) ? key === CALLBACK : key !== CALLBACK && HOLDS_SECRET.test(node.text);
}

function mask(key: string, node: PhpScalar): Omit<PayloadLine, "path"> {
  if (key === CALLBACK) return { text: escapeInvisible(maskCallback(node.text, DOTS)), masked: true };
  const text = node.kind === "null" ? "null" : node.text;
  return { text: escapeInvisible(text.slice(0, MAX_TEXT)), masked: false };
}

function maskCallback(url: string, mark: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/${mark}` : mark;
}
