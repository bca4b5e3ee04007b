/** The decimal mark. A comma is accepted only from a sender known to write it. */
export type DecimalMark = "point" | "comma";

const DECIMAL = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(e[+-]?\d{1,2})?$/i;

/**
 * Reads a number as decimal text: surrounding blanks, a plus sign, and a missing zero before or after the point are
 * allowed; every digit is kept.
 *
 * @returns null if it is not a number, or is ambiguous (`1,234` is 1234 to some, 1.234 to others)
 */
export function readDecimal(text: string, mark: DecimalMark = "point"): string | null {
  const plain = text.trim().replace("\u2212", "-");
  const pointed = mark === "comma" && !plain.includes(".") ? plain.replace(",", ".") : plain;
  const [, sign, whole = "", fraction = "", power = ""] = DECIMAL.exec(pointed) ?? [];
  if (whole + fraction === "") return null;
  const minus = sign === "-" ? "-" : "";
  return `${minus}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}${power}`;
}
