import { ApiError } from "./errors";

/** Filters of a list, as asked and as answered. */
export interface Filters {
  readonly date_start?: string;
  readonly date_end?: string;
  readonly limit_start: number;
  readonly limit_number: number;
}

const MOST = 100;

/**
 * Reads the filters of a list: days of Paris, both included; an empty value is none, as PHP may send it.
 *
 * @throws ApiError
 */
export function readFilters(query: URLSearchParams): Filters {
  const start = readDay(query.get("date_start"));
  const end = readDay(query.get("date_end"));
  if (start !== undefined && end !== undefined && start > end) throw new ApiError("dates");
  return {
    ...(start === undefined ? {} : { date_start: start }),
    ...(end === undefined ? {} : { date_end: end }),
    limit_start: readCount(query.get("limit_start"), 0, Number.MAX_SAFE_INTEGER) ?? 0,
    limit_number: Math.min(MOST, readCount(query.get("limit_number"), 1, Number.MAX_SAFE_INTEGER) ?? MOST),
  };
}

/** One page of a list. `date` begins with the day. */
export function page<Row>(rows: readonly Row[], filters: Filters, dateOf: (row: Row) => string = () => "") {
  const { date_start: start, date_end: end, limit_start: from, limit_number: most } = filters;
  const within = rows.filter((row) => {
    const day = dateOf(row).slice(0, 10);
    return (start === undefined || day >= start) && (end === undefined || day <= end);
  });
  return { total_results: within.length, filters, rows: within.slice(from, from + most) };
}

function readDay(text: string | null): string | undefined {
  if (text === null || text === "") return undefined;
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 February is a date to Date.parse, in March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text)) throw new ApiError("parameter");
  return text;
}

function readCount(text: string | null, least: number, most: number): number | undefined {
  if (text === null || text === "") return undefined;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= least && count <= most)) throw new ApiError("parameter");
  return count;
}
