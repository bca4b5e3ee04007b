import { isAscii, isUtf8 } from "node:buffer";

/** The characters of windows-1252 in place of ISO-8859-1's control characters; the five undefined ones stay. */
const HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";
/** These names say nothing: bytes beyond ASCII may be anything. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["ascii", "us-ascii", "utf-8", "utf8"]);
const WINDOWS_1252 = "windows-1252";
const MOST_LABELS = 64;
const labels = new Map<string, string | null>();

/**
 * The character set that a header names, by its WHATWG name (`ISO-8859-1` is windows-1252); null if it names UTF-8,
 * none, or an unknown one.
 */
export function charsetOf(header: string | undefined): string | null {
  if (header === undefined || !header.includes("=")) return null;
  const label = /;\s*charset\s*=\s*["']?([^\s;"']{1,40})/i.exec(header)?.[1]?.toLowerCase();
  if (label === undefined || SAYS_NOTHING.has(label)) return null;
  let name = labels.get(label);
  if (name === undefined) {
    name = resolve(label);
    if (labels.size < MOST_LABELS) labels.set(label, name);
  }
  return name;
}

function resolve(label: string): string | null {
  try {
    const { encoding } = new TextDecoder(label);
    return encoding === "utf-8" ? null : encoding;
  } catch {
    return null;
  }
}

/** Decodes the bytes of a body, and remembers which encodings other than UTF-8 it met. */
export class TextReader {
  /** The character sets in which text beyond ASCII was read, except UTF-8. */
  readonly named: string[] = [];
  /** Some text was neither in a named character set nor in UTF-8, and was read as windows-1252. */
  guessed = false;

  constructor(private readonly charset: string | null) {}

  /** Whether everything was UTF-8. */
  get plain(): boolean {
    return this.named.length === 0 && !this.guessed;
  }

  /** @param charset if a part of the body names its own */
  read(bytes: Buffer, charset = this.charset): string {
    if (isAscii(bytes)) return bytes.toString("latin1");
    if (charset !== null) {
      if (!this.named.includes(charset)) this.named.push(charset);
      return charset === WINDOWS_1252 ? readWindows1252(bytes) : new TextDecoder(charset).decode(bytes);
    }
    if (isUtf8(bytes)) return bytes.toString("utf8");
    this.guessed = true;
    return readWindows1252(bytes);
  }
}

function readWindows1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replaceAll(/[\u0080-\u009F]/g, (unit) => HIGH.charAt(unit.charCodeAt(0) - 0x80));
}

/** A body in UTF-16 as UTF-8, detected by its mark, its name, or the zeros in it; others unchanged. */
export function fromUtf16(body: Buffer, charset: string | null): Buffer {
  const [first, second] = body;
  const big = (first === 0xfe && second === 0xff) || first === 0;
  const marked = big ? second === 0xff : first === 0xff && second === 0xfe;
  const zeros = !marked && (first === 0 || second === 0);
  if (!marked && !zeros) return body;
  const named = charset?.startsWith("utf-16") === true && marked === false ? charset : null;
  return Buffer.from(new TextDecoder(named ?? (big ? "utf-16be" : "utf-16le")).decode(body));
}
