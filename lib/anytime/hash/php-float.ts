import type { PhpScalar } from "@/lib/anytime/body/tree";

/** How a tie at the fifteenth digit is rounded. PHP 8 rounds to even; older builds may round up. */
export type TieRounding = "even" | "half_up";

const PRECISION = 14;
const SERIALIZE_PRECISION = 17;

/**
 * Writes a float as PHP's string cast does with `precision = 14`, the digits that the bank hashes.
 * ("SHA256(timestamp|partnerRef)": PHP concatenates the cast.)
 *
 * @param value a finite double
 */
export function renderPhp14(value: number, rounding: TieRounding = "even"): string {
  const digits =
    rounding === "even" ? evenDigits(Math.abs(value)) : Math.abs(value).toExponential(PRECISION - 1);
  return format(value, digits, PRECISION);
}

/** Writes a float with the fewest digits that read back as the same double, in PHP's notation. */
export function renderShortest(value: number): string {
  return format(value, Math.abs(value).toExponential(), SERIALIZE_PRECISION);
}

/** Writes a float with seventeen digits, as PHP does with that `precision`. */
export function renderPhp17(value: number): string {
  return format(value, Math.abs(value).toExponential(SERIALIZE_PRECISION - 1), SERIALIZE_PRECISION);
}

const MOST_MEANT_DIGITS = 15;

/**
 * The text that a number token stands for. One with a fraction or a power and 16 or more significant digits was
 * computed (0.1 + 0.2 is 0.30000000000000004), or printed with `serialize_precision = 17`: it is read with PHP's 14
 * digits, as the same notification says in form encoding. Every other token, and every string, is kept digit for
 * digit.
 */
export function meantDecimal(scalar: PhpScalar): string {
  if (scalar.kind !== "number" || !/[.eE]/.test(scalar.text)) return scalar.text;
  const [mantissa = ""] = scalar.text.split(/[eE]/);
  const significant = mantissa
    .replace("-", "")
    .replace(/^0+\.?0*/, "")
    .replace(".", "").length;
  const value = Number(scalar.text);
  return significant > MOST_MEANT_DIGITS && Number.isFinite(value) ? renderPhp14(value) : scalar.text;
}

/** Fourteen digits in exponential notation, exact ties rounded to even. */
function evenDigits(magnitude: number): string {
  const up = magnitude.toExponential(PRECISION - 1);
  const exact = magnitude.toExponential(100);
  const [mantissa = "", exponent = ""] = exact.split("e");
  const cut = PRECISION + 1; // digits plus the point
  const tie = /^50*$/.test(mantissa.slice(cut));
  const even = Number(mantissa[cut - 1]) % 2 === 0;
  return tie && even ? `${mantissa.slice(0, cut)}e${exponent}` : up;
}

/** zend_gcvt: plain notation while the point lies within `precision` digits, else `d.dE+x`. */
function format(value: number, exponential: string, precision: number): string {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0`;
  const [mantissa = "", power = "0"] = exponential.split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  const point = Number(power) + 1;
  if (point > precision || point < -3) {
    const exponent = point - 1;
    const marks = `E${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
    return `${sign}${digits[0]}.${digits.slice(1) || "0"}${marks}`;
  }
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
