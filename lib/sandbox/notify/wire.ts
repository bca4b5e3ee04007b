import { type EncodedBody, encodeNotification, type NotificationTree } from "@/lib/anytime/body/encode";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { parisOffsetTime } from "../time/clock";
import type { Charset, Encoding, Fault } from "./faults";

/** A notification, as it will be written. */
export interface Message {
  readonly event: string;
  readonly data: NotificationTree;
  readonly reference: string;
  readonly timestamp: string;
  readonly fault: Fault | undefined;
  readonly encoding: Encoding;
  readonly charset: Charset;
}

/** A request ready to send. */
export interface WireRequest extends EncodedBody {
  readonly url: string;
}

const MAX_TRIES = 3;
const OVERSIZE = 70_000;

/** Writes one try of a notification, with the fault that was asked for. */
export function writeTry(
  message: Message,
  { url, partnerRef, currentTry, now }: { url: string; partnerRef: string; currentTry: number; now: number },
): WireRequest {
  const { fault } = message;
  if (fault === "malformed")
    return { url, contentType: "application/json", body: Buffer.from('{"notification":{"data":') };
  const to = fault === "wrong-key" ? url.replace(/[^/]+$/, "not-the-key-of-any-site-0000") : url;
  const notification = {
    reference: message.reference,
    created_at: parisOffsetTime(new Date(now)),
    context: "anytime-connect",
    current_try: currentTry,
    max_tries: MAX_TRIES,
    data: writeData(message, partnerRef),
    ...(fault === "oversize" ? { padding: "x".repeat(OVERSIZE) } : {}),
  };
  return { url: to, ...inCharset(encode({ notification }, message.encoding), message.charset) };
}

function writeData({ event, data, timestamp, fault }: Message, partnerRef: string): NotificationTree {
  const hash = fault === "bad-hash" ? "0".repeat(64) : hashTimestamp(timestamp, partnerRef);
  return {
    hash,
    // PHP hashes 14 digits of what `microtime` gave, and writes all of them.
    timestamp: fault === "wrong-digits" ? `${Number(timestamp).toFixed(4)}23` : timestamp,
    // Undocumented, but signed: the hash covers only the timestamp.
    event_name: fault === "unknown-event" ? "account_renamed" : event,
    ...data,
  };
}

function encode(tree: NotificationTree, encoding: Encoding): EncodedBody {
  if (encoding !== "field") return encodeNotification(tree, encoding);
  const json = encodeNotification({ ...(tree.notification as NotificationTree) }, "json").body.toString();
  return encodeNotification({ notification: json }, "form");
}

/** The body in another character set: text beyond ASCII is written in it, where the encoding has any. */
function inCharset({ contentType, body }: EncodedBody, charset: Charset): EncodedBody {
  if (charset === "utf-8") return { contentType, body };
  const text = unescaped(body.toString("utf8"), contentType);
  if (charset === "utf-16")
    return {
      contentType: `${contentType}; charset=utf-16`,
      body: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]),
    };
  const latin = contentType.startsWith("application/x-www-form")
    ? Buffer.from(text.replaceAll(/[\u0080-\u00ff]/g, percent))
    : Buffer.from(text, "latin1");
  return {
    contentType: charset === "iso-8859-1" ? `${contentType}; charset=ISO-8859-1` : contentType,
    body: latin,
  };
}

/** JSON's and a form's escapes of characters up to U+00FF undone: another character set writes them as bytes. */
function unescaped(text: string, contentType: string): string {
  if (contentType === "application/json")
    return text.replaceAll(/\\u00([89a-f][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  if (!contentType.startsWith("application/x-www-form")) return text;
  return text.replaceAll(/(?:%C[23]%[89AB][0-9A-F])+/g, (bytes) => decodeURIComponent(bytes));
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
