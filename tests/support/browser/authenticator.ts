import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from "node:crypto";
import type { PasskeyQuestion } from "@/lib/staff/passkeys/ask-passkey";
import type { PasskeyOrder } from "@/lib/staff/passkeys/register";

/** What an authenticator, or the browser around it, says otherwise than it should. */
export interface Twist {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether it says that it knew who used it. */
  readonly verified?: boolean;
  readonly counter?: number;
  /** Names somebody else as the owner; null: nobody. */
  readonly userHandle?: string | null;
  readonly challenge?: string;
  /** Signs with another key. */
  readonly key?: KeyObject;
}

const FLAGS = { present: 1, verified: 4, mayBackUp: 8, backedUp: 16, attested: 64 } as const;

/** An authenticator in software, with one passkey: as the browser on a page of `origin` would use it. */
export function createAuthenticator(page: { readonly origin: string; readonly rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  let counter = 0;
  let owner: string | undefined;

  const clientData = (type: string, challenge: string, twist: Twist) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: twist.origin ?? page.origin, crossOrigin: false }));
  const authenticatorData = (twist: Twist, count: number, attested = Buffer.alloc(0)) => {
    const verified = (twist.verified ?? true) ? FLAGS.verified : 0;
    const flags = FLAGS.present | verified | FLAGS.mayBackUp | FLAGS.backedUp;
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count);
    const flag = flags | (attested.length > 0 ? FLAGS.attested : 0);
    const party = hash("sha256", twist.rpId ?? page.rpId, "buffer");
    return Buffer.concat([party, Buffer.from([flag]), counted, attested]);
  };
  const common = { id: text(id), rawId: text(id), type: "public-key" as const, clientExtensionResults: {} };

  return {
    id: common.id,
    publicKey: new Uint8Array(coseKey(publicKey)),
    /** Makes its passkey, as asked. */
    make: (order: PasskeyOrder, twist: Twist = {}) => {
      owner = order.user.id;
      const client = clientData("webauthn.create", twist.challenge ?? order.challenge, twist);
      const size = Buffer.from([0, id.length]);
      const attested = Buffer.concat([Buffer.alloc(16), size, id, coseKey(publicKey)]);
      const attestationObject = text(attestation(authenticatorData(twist, counter, attested)));
      const response = { clientDataJSON: text(client), attestationObject, transports: ["internal"] };
      return { ...common, response };
    },
    /** Uses its passkey, as asked. */
    answer: (question: Pick<PasskeyQuestion, "challenge">, twist: Twist = {}) => {
      counter += 1;
      const client = clientData("webauthn.get", twist.challenge ?? question.challenge, twist);
      const data = authenticatorData(twist, twist.counter ?? counter);
      const signed = Buffer.concat([data, hash("sha256", client, "buffer")]);
      const signature = text(sign("sha256", signed, twist.key ?? privateKey));
      const handle = twist.userHandle === null ? undefined : (twist.userHandle ?? owner);
      const named = handle === undefined ? {} : { userHandle: handle };
      const response = { clientDataJSON: text(client), authenticatorData: text(data), signature, ...named };
      return { ...common, response };
    },
  };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

/** An ES256 key as COSE. */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const part = (label: string, value: string) => [Buffer.from(label, "hex"), Buffer.from(value, "base64url")];
  return Buffer.concat([Buffer.from("a501020326", "hex"), ...part("2001215820", x), ...part("225820", y)]);
}

/** An attestation that attests nothing, as CBOR. */
function attestation(authData: Buffer): Buffer {
  const word = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  return Buffer.concat([
    ...[Buffer.from([0xa3]), word("fmt"), word("none"), word("attStmt"), Buffer.from([0xa0])],
    ...[word("authData"), Buffer.from([0x59]), length, authData],
  ]);
}
