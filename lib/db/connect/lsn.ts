/**
 * A position in Postgres's log of writes, as it writes it: `16/B374D848`. What a server has replayed up to a position
 * includes everything that was committed before it.
 */
export type Lsn = string;

const FORM = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i;

/** @returns the position if it is one; null otherwise */
export function readLsn(text: string | null | undefined): Lsn | null {
  return text != null && FORM.test(text) ? text : null;
}

/** Whether a position is at or behind another. */
export function includes(reached: Lsn, asked: Lsn): boolean {
  return toNumber(reached) >= toNumber(asked);
}

/** The later of two positions. */
export function later(one: Lsn | null, other: Lsn): Lsn {
  return one !== null && includes(one, other) ? one : other;
}

/**
 * The end of the last record before the place where the next one will be written. At the start of a page these two are
 * apart by the page's header, which is never replayed: a replica that has everything would look behind.
 *
 * @param next what `pg_current_wal_insert_lsn()` says
 */
export function endOfLastRecord(next: Lsn): Lsn {
  const [high] = next.split("/");
  const low = Number(toNumber(next) & 0xff_ff_ff_ffn);
  const header =
    low % PAGE === PAGE_HEADER ? PAGE_HEADER : low % SEGMENT === SEGMENT_HEADER ? SEGMENT_HEADER : 0;
  return header === 0 ? next : `${high}/${(low - header).toString(16).toUpperCase()}`;
}

const PAGE = 8_192;
const PAGE_HEADER = 24;
/** The smallest that there are; the header of their first page is longer. */
const SEGMENT = 2 ** 20;
const SEGMENT_HEADER = 40;

function toNumber(lsn: Lsn): bigint {
  const [, high, low] = FORM.exec(lsn) ?? [];
  if (high === undefined || low === undefined) throw new TypeError(`Not a position in the log: ${lsn}`);
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
