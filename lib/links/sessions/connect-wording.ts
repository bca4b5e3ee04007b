import { fingerprint } from "@/lib/crypto/secrets";

/** The words that a connect page shows to whoever is about to give access. */
export interface ShownWording {
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly language: string;
  readonly words: readonly string[];
  /** They say that accounts, cards and payments are read through the bank's API. */
  readonly statesBankReading: boolean;
}

/** Names a wording after its language and its texts. */
export function describeWording(wording: Omit<ShownWording, "digest">): ShownWording {
  const { language, words, statesBankReading } = wording;
  return { ...wording, digest: fingerprint(JSON.stringify([language, statesBankReading, words])) };
}
