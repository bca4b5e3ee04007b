import { keyedDigest } from "@/lib/crypto/secrets";

/** What the chain covers of an entry. Details are covered by their digest, which stays when they are erased. */
export interface ChainedEntry {
  readonly seq: bigint;
  readonly at: Date;
  readonly siteId: string | null;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly outcome: string;
  readonly subjectId: string | null;
  readonly detailsDigest: Uint8Array | null;
}

/** A place in the chain: an entry's number and its mac. */
export interface ChainPlace {
  readonly seq: bigint;
  readonly mac: Uint8Array;
}

/** The two ends of the chain: the last entry that was removed, and the newest entry. */
export type AnchorName = "oldest" | "newest";

/** The mac of an entry: covers every column of it and the mac before it. */
export function chainMac(
  auditKey: string,
  previous: Uint8Array | undefined,
  entry: ChainedEntry,
): Buffer<ArrayBuffer> {
  const columns = [
    entry.seq.toString(),
    entry.at.toISOString(),
    entry.siteId,
    entry.actorId,
    entry.actorName,
    entry.action,
    entry.targetType,
    entry.targetId,
    entry.outcome,
    entry.subjectId,
  ];
  const [before, digest] = [previous ?? new Uint8Array(), entry.detailsDigest ?? new Uint8Array()];
  return keyedDigest(Buffer.from(auditKey), "entry", before, JSON.stringify(columns), digest);
}

/** The digest of an entry's details. The salt, which is sealed with them, prevents guessing them from the digest. */
export function digestDetails(auditKey: string, salt: Uint8Array, details: Uint8Array): Buffer<ArrayBuffer> {
  return keyedDigest(Buffer.from(auditKey), "details", salt, details);
}

/** Proves that an anchor was set by us. */
export function proveAnchor(
  auditKey: string,
  name: AnchorName,
  { seq, mac }: ChainPlace,
): Buffer<ArrayBuffer> {
  return keyedDigest(Buffer.from(auditKey), `anchor/${name}`, seq.toString(), mac);
}

/** Whether an anchor was set by us. */
export function isGenuine(
  auditKey: string,
  name: AnchorName,
  anchor: ChainPlace & { readonly proof: Uint8Array },
): boolean {
  return isSame(proveAnchor(auditKey, name, anchor), anchor.proof);
}

/** Whether two digests are the same. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
