import { fold, wordsOf } from "@/lib/search/fold";
import {
  CITIES,
  COUNTRY_WORDS,
  EVERYWHERE,
  JOINING,
  LEGAL_FORMS,
  LEGAL_OPENINGS,
  OPENINGS,
  PROVIDERS,
  SHOP_MARKS,
  UNMISTAKABLE,
} from "./noise";

/**
 * The version of these rules. Merchants named by an older one are named again by a job (rename-merchants.ts): raise it
 * with every change that gives some payment another name.
 */
export const NAMING_VERSION = 1;

/** What a payment says about its merchant. */
export interface MerchantText {
  readonly merchant: string;
  readonly city: string | null;
  /** ISO 3166-1 alpha-3. */
  readonly country: string | null;
}

/** Which merchant that is. */
export interface MerchantName {
  /** The same for all spellings of one merchant: unique in a site. */
  readonly normalised: string;
  /** For people: as written, without what is not the name. */
  readonly name: string;
}

/** A piece of the text between spaces. */
interface Piece {
  readonly written: string;
  readonly words: readonly string[];
  /** `*` stands behind it. */
  readonly starred: boolean;
  /** `#` or `n°` stands before it. */
  readonly marked: boolean;
}

const MOST_NORMALISED = 100;
const MOST_NAME = 200;
const LONGEST_CITY = 5;
const NOTHING = "—";
/** Endings of addresses in the web, and their paths. */
const DOMAIN =
  /(?<=[\p{L}\p{N}])\.(?:com?\.uk|com|net|org|eu|io|app|shop|store|fr|de|be|es|it|nl|ch|lu|uk)(?![\p{L}\p{N}.])/giu;
/** `S.A.R.L.`, `U.G.C` */
const INITIALS = /(?<![\p{L}\p{N}.])(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}])/gu;
const DATE = /(?<![\p{N}/.])\d{2}[/.]\d{2}(?:[/.]\d{2,4})?(?![\p{N}/.])/gu;

/**
 * Names the merchant of a payment: without its provider of payments, shop number, city, country and legal form, accents
 * and case. Nothing that is all of a name is taken from it. Never throws.
 */
export function nameMerchant({ merchant, city, country }: MerchantText): MerchantName {
  const pieces = cutEnd(dropCodes(cutStart(split(merchant))), city, country);
  const normalised = joined(pieces);
  const name = pieces.map(({ written }) => written).join(" ");
  if (normalised !== "") return { normalised: cut(normalised, MOST_NORMALISED), name: cut(name, MOST_NAME) };
  const whole = cut(fold(merchant), MOST_NORMALISED) || NOTHING;
  return { normalised: whole, name: cut(merchant.trim(), MOST_NAME) || whole };
}

function split(text: string): Piece[] {
  const plain = text
    .normalize("NFC")
    .replaceAll(DATE, " ")
    .replaceAll(INITIALS, (dotted) => dotted.replaceAll(".", ""));
  const written = plain.match(/[^\s*_#°]+|[*#°]/gu) ?? [];
  return written.flatMap((piece, at) => {
    const words = wordsOf(piece.replace(/^www\./iu, "").replaceAll(DOMAIN, " "));
    if (words.length === 0) return [];
    const starred = written[at + 1] === "*";
    return [{ written: piece, words, starred, marked: /[#°]/u.test(written[at - 1] ?? "") }];
  });
}

/** Takes the provider, the bank's own opening words and a legal form from the start. */
function cutStart(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  if (first === undefined || rest.length === 0) return pieces;
  const opening = OPENINGS.find((words) => startsWith(pieces, words));
  if (opening !== undefined && pieces.length > opening.length) return cutStart(pieces.slice(opening.length));
  const [word = ""] = first.words;
  const named = rest.some(({ words }) => words.some((each) => /\p{L}/u.test(each)));
  if (named && PROVIDERS.has(first.words.join("")) && (first.starred || UNMISTAKABLE.has(word)))
    return cutStart(rest);
  return LEGAL_OPENINGS.has(word) && first.words.length === 1 ? rest : pieces;
}

function startsWith(pieces: readonly Piece[], words: readonly string[]): boolean {
  return words.every((word, at) => pieces[at]?.words.join(" ") === word);
}

/** Takes numbers of shops, orders and telephones out, except where the name begins. */
function dropCodes(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter((_, at) => at === 0 || !isCode(pieces, at));
}

function isCode(pieces: readonly Piece[], at: number): boolean {
  const piece = pieces[at];
  if (piece === undefined) return false;
  const text = piece.words.join("");
  if (/^\p{N}+$/u.test(text)) return piece.words.length !== 2 && isShopNumber(pieces, at, text);
  // A mark that belongs to the number behind it: `MAG 12`, `N° 7`.
  if (SHOP_MARKS.has(text) && isNumber(pieces[at + 1])) return true;
  if (/^\p{L}{1,2}\p{N}{3,}$/u.test(text)) return true;
  return text.length >= 5 && /\p{L}/u.test(text) && (text.match(/\p{N}/gu) ?? []).length >= 2;
}

/** `Optic 2000` and `Studio 54` are names; `0042`, `12345` and `n° 7` are not. */
function isShopNumber(pieces: readonly Piece[], at: number, digits: string): boolean {
  const before = pieces[at - 1];
  if (pieces[at]?.marked || SHOP_MARKS.has(before?.words.join("") ?? "")) return true;
  if (digits.startsWith("0")) return true;
  if (digits.length >= 3) return !/^[1-9]000$/.test(digits);
  // Several short numbers in a row are one long one.
  return isNumber(pieces[at + 1]) || (at > 1 && isNumber(before));
}

function isNumber(piece: Piece | undefined): boolean {
  return piece !== undefined && /^\p{N}+$/u.test(piece.words.join(""));
}

/** Takes what is no name from the end, until nothing more can be taken. */
function cutEnd(pieces: readonly Piece[], city: string | null, country: string | null): readonly Piece[] {
  const here = { city: city === null ? "" : wordsOf(city).join(" "), country: country?.toLowerCase() ?? "" };
  let left = pieces;
  for (;;) {
    const rest = left.slice(0, left.length - countNoise(left, here));
    if (rest.length === left.length || rest.length === 0) return left;
    left = rest;
  }
}

/** How many pieces at the end are not the merchant's name. */
function countNoise(pieces: readonly Piece[], here: { city: string; country: string }): number {
  const last = pieces.at(-1)?.words.join(" ") ?? "";
  if (LEGAL_FORMS.has(last) || COUNTRY_WORDS.has(last) || last === here.country) return 1;
  // An arrondissement, with its city: `Paris 11`, `Lyon 3e`.
  const district = /^\p{N}{1,2}(?:e|er|eme|th)?$/u.test(last) ? 1 : 0;
  const count = countCity(pieces.slice(0, pieces.length - district), here.city);
  return count === 0 ? 0 : count + district;
}

function countCity(pieces: readonly Piece[], city: string): number {
  for (let count = 1; count < pieces.length && count <= LONGEST_CITY; count += 1) {
    const end = joined(pieces.slice(-count));
    if (end !== city && !CITIES.has(end)) continue;
    const name = pieces.slice(0, -count).flatMap(({ words }) => words);
    // A pharmacy of one city is not that of another.
    const belongs = JOINING.has(name.at(-1) ?? "") || name.every((word) => EVERYWHERE.has(word));
    return belongs ? 0 : count;
  }
  return 0;
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ words }) => words.join(" ")).join(" ");
}

function cut(text: string, most: number): string {
  return [...text].slice(0, most).join("").trim();
}
