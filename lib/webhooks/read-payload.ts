import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open } from "@/lib/crypto/seal";
import { type PayloadLine, readMaskedBody } from "./masked-body";

/**
 * Opens the stored bytes of a delivery for a person to read.
 *
 * @returns its lines with secrets masked; null where it is no notification, or sealed with a key we lack
 * @throws SealBrokenError where the stored bytes were changed
 */
export function readPayload(
  ring: KeyRing,
  delivery: { siteId: string; sealedAs: string; bodySealed: Uint8Array; contentType: string | null },
): PayloadLine[] | null {
  const place = { table: "deliveries", row: delivery.sealedAs, site: delivery.siteId };
  try {
    return readMaskedBody(open(ring, place, delivery.bodySealed), delivery.contentType);
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
