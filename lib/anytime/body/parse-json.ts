import type { TextReader } from "./charset";
import type { BodyText } from "./parse-form";
import { storableText } from "./storable";
import { FORBIDDEN_KEYS, MAX_DEPTH, MAX_KEYS, type PhpMap, type PhpNode } from "./tree";

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Raw control characters are accepted: PHP senders that leave them in mean them.
const PLAIN = /[^"\\]*/y;
const SPACE = /[ \t\r\n]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class NotJson extends Error {}

/** How deep and how wide a body may be. */
export interface TreeLimits {
  readonly depth: number;
  readonly keys: number;
}

const NOTIFICATION: TreeLimits = { depth: MAX_DEPTH, keys: MAX_KEYS };

/**
 * Parses JSON into a tree that keeps each number's own digits: `JSON.parse` would round them to a double, but the bank
 * hashes the digits, and money consists of them.
 *
 * @returns the root object, or null if this is not a JSON object within the limits of depth and keys
 */
export function parseJsonTree(body: BodyText, limits: TreeLimits = NOTIFICATION): PhpMap | null {
  try {
    const reader = new Reader(body, limits);
    const root = reader.read();
    return root instanceof Map ? root : null;
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

class Reader {
  private at = 0;
  private keys = 0;
  private readonly text: string;
  /** Reads the text between quotes if the characters of the body stand for bytes. */
  private readonly reader: TextReader | null;
  constructor(
    body: BodyText,
    private readonly limits: TreeLimits,
  ) {
    this.text = body.text;
    this.reader = body.bytes ? body.reader : null;
  }

  read(): PhpNode {
    const node = this.value(0);
    this.skip();
    if (this.at !== this.text.length) throw new NotJson();
    return node;
  }

  private value(depth: number): PhpNode {
    this.skip();
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth + 1);
      case "[":
        return this.array(depth + 1);
      case '"':
        return { kind: "string", text: storableText(this.string()) };
      case "t":
        return this.word("true", { kind: "boolean", text: "1" });
      case "f":
        // PHP casts false to an empty string, but http_build_query writes 0, the form that everybody else uses.
        return this.word("false", { kind: "boolean", text: "0" });
      case "n":
        return this.word("null", { kind: "null", text: "" });
      default:
        return { kind: "number", text: this.match(NUMBER) };
    }
  }

  private object(depth: number): PhpMap {
    const map = this.enter(depth);
    this.at += 1;
    this.skip();
    if (this.take("}")) return map;
    do {
      this.skip();
      const key = storableText(this.string());
      this.skip();
      if (!this.take(":")) throw new NotJson();
      this.put(map, key, this.value(depth));
      this.skip();
    } while (this.take(","));
    if (!this.take("}")) throw new NotJson();
    return map;
  }

  private array(depth: number): PhpMap {
    const map = this.enter(depth);
    this.at += 1;
    this.skip();
    if (this.take("]")) return map;
    do {
      this.put(map, String(map.size), this.value(depth));
      this.skip();
    } while (this.take(","));
    if (!this.take("]")) throw new NotJson();
    return map;
  }

  private enter(depth: number): Map<string, PhpNode> {
    if (depth > this.limits.depth) throw new NotJson();
    return new Map();
  }

  private put(map: Map<string, PhpNode>, key: string, node: PhpNode): void {
    this.keys += 1;
    if (this.keys > this.limits.keys) throw new NotJson();
    if (!FORBIDDEN_KEYS.has(key)) map.set(key, node);
  }

  private string(): string {
    if (!this.take('"')) throw new NotJson();
    let out = this.plain();
    while (!this.take('"')) {
      if (!this.take("\\")) throw new NotJson();
      out += this.escape() + this.plain();
    }
    return out;
  }

  /** Text up to the next quote or escape. */
  private plain(): string {
    const found = this.matchAny(PLAIN);
    return this.reader === null ? found : this.reader.read(Buffer.from(found, "latin1"));
  }

  private escape(): string {
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if (letter !== "u") {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw new NotJson();
      return plain;
    }
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new NotJson();
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private word<Node extends PhpNode>(word: string, node: Node): Node {
    if (!this.text.startsWith(word, this.at)) throw new NotJson();
    this.at += word.length;
    return node;
  }

  private match(pattern: RegExp): string {
    const found = this.matchAny(pattern);
    if (found === "") throw new NotJson();
    return found;
  }

  private matchAny(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skip(): void {
    this.matchAny(SPACE);
  }
}
