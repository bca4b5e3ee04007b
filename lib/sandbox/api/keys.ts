import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** The partner's public keys, as its account at the bank shows them. */
export interface PartnerKeys {
  list(): readonly { fingerprint: string; publicKey: string }[];
  /** @throws Error with a sentence if it is not an RSA key */
  register(pem: string): { fingerprint: string };
  /** @returns whether it was there */
  forget(fingerprint: string): boolean;
  /** Whether one of them made the RSA-SHA1 signature of a text. */
  verify(text: string, signature: string): boolean;
}

const FEWEST_BITS = 2_048;

/** @param pems where they are kept, changed in place */
export function createPartnerKeys(pems: string[]): PartnerKeys {
  const keys = () => pems.map((pem) => ({ pem, key: createPublicKey(pem) }));
  return {
    list: () => keys().map(({ pem, key }) => ({ fingerprint: fingerprintOf(key), publicKey: pem })),
    register: (text) => {
      const key = readKey(text);
      const pem = key.export({ type: "spki", format: "pem" }).toString();
      if (!pems.includes(pem)) pems.push(pem);
      return { fingerprint: fingerprintOf(key) };
    },
    forget: (fingerprint) => {
      const index = keys().findIndex(({ key }) => fingerprintOf(key) === fingerprint);
      return index >= 0 && pems.splice(index, 1).length === 1;
    },
    verify: (text, signature) =>
      keys().some(({ key }) => verify("RSA-SHA1", Buffer.from(text), key, Buffer.from(signature, "base64"))),
  };
}

function readKey(text: string): KeyObject {
  const wrong = `A public key is an RSA key of at least ${FEWEST_BITS} bits in PEM.`;
  // createPublicKey would make a public key of a private one: the bank must never be given that.
  if (/PRIVATE KEY/.test(text)) throw new Error("That is a private key. Give the bank the public one.");
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch {
    throw new Error(wrong);
  }
  if (key.asymmetricKeyType !== "rsa") throw new Error(wrong);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < FEWEST_BITS) throw new Error(wrong);
  return key;
}

/** SHA-256 over the key's DER, in hex: what `openssl pkey -pubin -outform DER | sha256sum` prints. */
function fingerprintOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}
