import { fingerprint } from "@/lib/crypto/secrets";

/** The words that a connect page shows to whoever is about to give access. */
export interface ShownWording {
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly language: string;
  readonly words: readonly string[];
  readonly states: StatedReading;
}

/** What a connect page says about the bank's API. */
export interface StatedReading {
  /** Accounts, cards and payments are read. */
  readonly reading: boolean;
  /** The names and the balances of cards are kept. */
  readonly holder: boolean;
  readonly balance: boolean;
}

/** Names a wording after its language, its texts and what they state. */
export function describeWording(wording: Omit<ShownWording, "digest">): ShownWording {
  const { language, words, states } = wording;
  const stated = [states.reading, states.holder, states.balance];
  return { ...wording, digest: fingerprint(JSON.stringify([language, stated, words])) };
}
