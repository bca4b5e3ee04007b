/** The device that opened a link, as far as staff care. */
export type Device = "phone" | "tablet" | "desktop";

/** Reads a `User-Agent`. An iPad that asks for desktop pages calls itself a Mac, and counts as one. */
export function readDevice(userAgent: string): Device {
  if (/iPad|Tablet|PlayBook|Silk\//i.test(userAgent)) return "tablet";
  // Android phones say Mobile, Android tablets do not.
  if (/Android/i.test(userAgent)) return /Mobile/i.test(userAgent) ? "phone" : "tablet";
  return /iPhone|iPod|Mobile|Windows Phone/i.test(userAgent) ? "phone" : "desktop";
}
