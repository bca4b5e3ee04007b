import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open, seal } from "@/lib/crypto/seal";
import { type Violation, violationSchema } from "./requests";

/** The placement of the seal of a connect event's detail. */
function detailPlace(siteId: string, eventId: string) {
  return { table: "connect_events", row: eventId, site: siteId };
}

/** Seals the details of a violation: any sender can choose the text. */
export function sealViolation(
  ring: KeyRing,
  siteId: string,
  eventId: string,
  violation: Violation,
): Buffer<ArrayBuffer> {
  return seal(ring, detailPlace(siteId, eventId), Buffer.from(JSON.stringify(violation), "utf8"));
}

/** The sealed details; null if this process lacks the key. @throws SealBrokenError if the bytes were changed */
export function openViolation(
  ring: KeyRing,
  siteId: string,
  eventId: string,
  sealed: Uint8Array,
): Violation | null {
  try {
    const text = open(ring, detailPlace(siteId, eventId), sealed).toString("utf8");
    return violationSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
