/** Where the bank's days begin, and what its dates without a zone are in. */
export const BANK_ZONE = "Europe/Paris";

const OFFSET = new Intl.DateTimeFormat("en-GB", { timeZone: BANK_ZONE, timeZoneName: "longOffset" });

/** The offset of the bank's zone at an instant, as in +01:00. */
export function bankOffset(at: Date): string {
  const name = OFFSET.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "") || "+00:00";
}
