import { openDetails } from "@/lib/audit/details";
import type { KeyRing } from "@/lib/crypto/key-ring";
import type { Database } from "@/lib/db/connect/client";

/** What an entry of the audit trail has in its details, as JSON. */
export async function readAuditDetails({ prisma }: Database, ring: KeyRing, seq: bigint): Promise<string> {
  const { subjectId } = await prisma.auditEntry.findUniqueOrThrow({ where: { seq } });
  const { sealed } = await prisma.auditDetails.findUniqueOrThrow({ where: { seq } });
  const { id, keySealed } = await prisma.auditSubject.findUniqueOrThrow({ where: { id: subjectId ?? "" } });
  return openDetails(ring, { id, keySealed: keySealed ?? new Uint8Array() }, seq, sealed).plain.toString(
    "utf8",
  );
}
