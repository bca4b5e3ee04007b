import { parseBankDate } from "@/lib/anytime/values/bank-date";
import { mapAt, type PhpMap, type PhpScalar, scalarAt, textAt } from "./tree";

/** The fields of every notification, whatever its event. */
export interface Envelope {
  readonly reference: string | null;
  readonly createdAt: Date | null;
  readonly createdAtText: string | null;
  readonly context: string | null;
  readonly currentTry: number | null;
  readonly maxTries: number | null;
  readonly eventName: string;
  /** With a decimal point, whatever mark was sent. */
  readonly timestamp: PhpScalar;
  /** 64 hex digits, case as sent. */
  readonly hash: string;
  readonly data: PhpMap;
  /** `data` as used for its digest (ParsedBody). */
  readonly digested: PhpMap;
}

export type ReadEnvelope = { ok: true; envelope: Envelope } | { ok: false; reason: string };

const TIMESTAMP = /^-?\d{1,20}(?:[.,]\d{1,20})?(?:[eE][+-]?\d{1,2})?$/;
const HASH = /^[0-9a-fA-F]{64}$/;
const EVENT_NAME = /^[\w.:-]{1,100}$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads only what the checks need; the fields of the event are read when it is processed.
 *
 * @param digested the tree used for the digest, if it is another (ParsedBody)
 * @returns the envelope, or a reason that quotes nothing of the body
 */
export function readEnvelope(root: PhpMap, digested = root): ReadEnvelope {
  const notification = mapAt(root, "notification");
  if (notification === null) return { ok: false, reason: "notification is missing" };
  const data = mapAt(notification, "data");
  if (data === null) return { ok: false, reason: "notification.data is missing" };
  const hash = textAt(data, "hash");
  if (hash === null || !HASH.test(hash))
    return { ok: false, reason: "data.hash is not 64 hexadecimal digits" };
  const timestamp = readTimestamp(data);
  if (timestamp === null) return { ok: false, reason: "data.timestamp is not a number" };
  const eventName = textAt(data, "event_name");
  if (eventName === null || !EVENT_NAME.test(eventName)) {
    return { ok: false, reason: "data.event_name is not a name" };
  }
  const createdAtText = textAt(notification, "created_at");
  const envelope = {
    reference: textAt(notification, "reference")?.slice(0, 200).toWellFormed() ?? null,
    createdAt: readDate(createdAtText),
    createdAtText,
    context: textAt(notification, "context")?.slice(0, 100).toWellFormed() ?? null,
    currentTry: readCount(notification, "current_try"),
    maxTries: readCount(notification, "max_tries"),
    eventName,
    timestamp,
    hash,
    data,
    digested: digested === root ? data : (mapAt(mapAt(digested, "notification") ?? digested, "data") ?? data),
  };
  return { ok: true, envelope };
}

function readTimestamp(data: PhpMap): PhpScalar | null {
  const sent = scalarAt(data, "timestamp");
  if (sent === null || !TIMESTAMP.test(sent.text)) return null;
  return sent.text.includes(",") ? { kind: sent.kind, text: sent.text.replace(",", ".") } : sent;
}

function readDate(text: string | null): Date | null {
  if (text === null) return null;
  const date = ISO_DATE.test(text) ? new Date(text) : (parseBankDate(text)?.instant ?? null);
  return date !== null && isStorable(date) ? date : null;
}

/** Whether a date makes sense to Postgres, which has no year 0, and to people. */
export function isStorable(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1900 && year <= 9998;
}

function readCount(map: PhpMap, key: string): number | null {
  const text = textAt(map, key);
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null;
}
