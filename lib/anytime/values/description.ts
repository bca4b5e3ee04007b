import codes from "i18n-iso-countries/codes.json";
import { readableCase } from "./merchant-case";

/** The content of a transaction's description, as far as it can be parsed. */
export interface Description {
  /** Never empty: the whole text if no merchant can be recognised in it, `—` if there is none. */
  readonly merchant: string;
  readonly address: string | null;
  readonly city: string | null;
  readonly postcode: string | null;
  /** ISO 3166-1 alpha-3. */
  readonly country: string | null;
}

const COUNTRIES: ReadonlySet<string> = new Set(codes.map((entry) => String(entry[1])));
/** Alpha-3 by any of its codes: alpha-2, alpha-3 and number. */
const BY_CODE: ReadonlyMap<string, string> = new Map(
  codes.flatMap(([two, three, number]) =>
    [two, three, number].map((code): [string, string] => [String(code), String(three)]),
  ),
);
const POSTCODE = /^(?=.*\d)[A-Z0-9][A-Z0-9 -]{1,9}$/i;
const NOTHING = "—";

/**
 * Parses a description as the bank prints it, from the right, where its format is fixed: `FNAC DIRECT - RUE DES
 * BATEAUX LAVOIRS, IVRY SUR SEIN,94768,FRA,FRA`. A text without that tail is a merchant's name as a whole. Never
 * throws; the raw text is stored elsewhere.
 */
export function parseDescription(raw: string | null): Description {
  const text = (raw ?? "").trim().replaceAll(/\s+/g, " ");
  const parts = text.split(",").map((part) => part.trim());
  const country = takeCountry(parts);
  const postcode = takePostcode(parts, country !== null);
  if (country === null && postcode === null) return nameOnly(text);
  const city = parts.length > 1 ? filled(parts.pop()) : null;
  const head = parts.join(", ");
  const dash = / -(?: |$)/.exec(head);
  const merchant = (dash === null ? head : head.slice(0, dash.index)).trim();
  const address =
    dash === null ? null : filled(head.slice(dash.index + 2).replaceAll(/^[\s,]+|[\s,]+$/g, ""));
  if (!/[\p{L}\p{N}]/u.test(merchant)) return { ...nameOnly(text), merchant: text, country };
  return { merchant: readableCase(merchant), address, city, postcode, country };
}

/**
 * The last part, if it is a country; the bank prints it twice. The first part is always the merchant's. An ambiguous
 * code (`FR`, `250`, `fra`) counts as a country if it is printed twice, or follows a postcode.
 */
function takeCountry(parts: string[]): string | null {
  const last = readCountry(parts.at(-1));
  if (last !== null && parts.length > 2 && readCountry(parts.at(-2)) === last) {
    parts.splice(-2);
    return last;
  }
  if (last !== null && parts.length > 2 && isPostcode(parts.at(-2)) && !/^\d+$/.test(parts.at(-1) ?? "")) {
    parts.pop();
    return last;
  }
  let country: string | null = null;
  for (let times = 0; times < 2 && parts.length > 1; times += 1) {
    const part = parts.at(-1) ?? "";
    if (!COUNTRIES.has(part)) break;
    country ??= part;
    parts.pop();
  }
  return country;
}

function readCountry(part: string | undefined): string | null {
  return BY_CODE.get((part ?? "").toUpperCase()) ?? null;
}

function isPostcode(part: string | undefined): boolean {
  return part !== undefined && POSTCODE.test(part) && /\d{4}/.test(part);
}

function takePostcode(parts: string[], afterCountry: boolean): string | null {
  const last = parts.at(-1);
  if (parts.length < 2 || last === undefined) return null;
  const isPostcode = afterCountry ? POSTCODE.test(last) : /^\d{5}$/.test(last);
  if (!isPostcode && !(afterCountry && last === "")) return null;
  return filled(parts.pop());
}

function nameOnly(text: string): Description {
  const merchant = text === "" ? NOTHING : readableCase(text);
  return { merchant, address: null, city: null, postcode: null, country: null };
}

function filled(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
