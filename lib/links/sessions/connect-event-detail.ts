import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open, seal } from "@/lib/crypto/seal";
import { type Violation, violationSchema } from "./connect-requests";

/** Where the detail of a connect event is sealed for. */
function detailPlace(siteId: string, eventId: string) {
  return { table: "connect_events", row: eventId, site: siteId };
}

/** Seals what a browser told of a violation: whoever sends it chooses the words. */
export function sealViolation(
  ring: KeyRing,
  siteId: string,
  eventId: string,
  violation: Violation,
): Buffer<ArrayBuffer> {
  return seal(ring, detailPlace(siteId, eventId), Buffer.from(JSON.stringify(violation), "utf8"));
}

/** What was sealed; null where this process lacks its key. @throws SealBrokenError where the bytes were changed */
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
