const PARTS = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/;

/** The same text for the same number: `1.50`, `01.5` and `1.5` are one. Other texts, such as with an exponent, stay. */
export function canonicalDecimal(text: string): string {
  const [match, sign = "", whole = "", fraction = ""] = PARTS.exec(text) ?? [];
  if (match === undefined) return text;
  const number = `${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
  return number === "0" ? "0" : `${sign}${number}`;
}
