import { charsetOf } from "./charset";
import { type BodyText, type FormField, readName } from "./parse-form";
import { MAX_KEYS } from "./tree";

/**
 * Parses the text fields of `multipart/form-data`. File parts are skipped: a notification has none.
 * The boundary is the one in the header if the body contains it, or else the first line that looks like one. (A
 * streaming parser such as busboy suits uploads; bodies here are at most 64 KiB and in memory.)
 * A part may name its own character set.
 *
 * @returns null if this is not multipart, or it has too many parts
 */
export function readMultipart(body: BodyText, contentType: string | undefined): FormField[] | null {
  const { text } = body;
  const declared = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType ?? "");
  const named = declared?.[1] ?? declared?.[2];
  // The text before the first delimiter is a preamble, and means nothing.
  const found = /(?:^|\r?\n)--([^\r\n]{1,200})\r?\n/.exec(text)?.[1]?.trimEnd();
  const boundary = named !== undefined && text.includes(`--${named}`) ? named : found;
  if (boundary === undefined) return null;
  const delimiter = `--${boundary}`;
  const parts = `\r\n${text}`.split(new RegExp(`\\r?\\n${escapePattern(delimiter)}`));
  if (parts.length > MAX_KEYS + 2) return null;
  const fields: FormField[] = [];
  for (const part of parts.slice(1)) {
    if (part.startsWith("--")) return fields;
    const divider = /\r?\n\r?\n/.exec(part);
    if (divider === null) continue;
    const head = readPart(part.slice(0, divider.index), body, null);
    const name = /;\s*name="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1] ?? /;\s*name=([^\s;"]+)/i.exec(head)?.[1];
    if (name === undefined || /;\s*filename\*?=/i.test(head)) continue;
    fields.push({
      name: readName(name.replaceAll("%22", '"').replaceAll(/\\(.)/g, "$1")),
      value: readPart(part.slice(divider.index + divider[0].length), body, head),
    });
  }
  return null; // the closing delimiter is missing: the body was cut short
}

function readPart(text: string, { bytes, reader }: BodyText, head: string | null): string {
  if (!bytes || reader === null) return text;
  const type = /^content-type:.*$/im.exec(head ?? "")?.[0];
  return reader.read(Buffer.from(text, "latin1"), charsetOf(type) ?? undefined);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
