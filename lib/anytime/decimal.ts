/** Which mark stands before the fraction. A comma is believed only of a sender who is known to write it. */
export type DecimalMark = "point" | "comma";

const DECIMAL = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(e[+-]?\d{1,2})?$/i;

/**
 * Reads a figure as a decimal text: blanks around it, a plus sign, and a missing zero before or after the point do
 * no harm; every digit is kept.
 *
 * @returns null where it is no number, or might be another (`1,234` is 1234 to some, 1.234 to others)
 */
export function readDecimal(text: string, mark: DecimalMark = "point"): string | null {
  const plain = text.trim().replace("\u2212", "-");
  const pointed = mark === "comma" && !plain.includes(".") ? plain.replace(",", ".") : plain;
  const [, sign, whole = "", fraction = "", power = ""] = DECIMAL.exec(pointed) ?? [];
  if (whole + fraction === "") return null;
  const minus = sign === "-" ? "-" : "";
  return `${minus}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}${power}`;
}
