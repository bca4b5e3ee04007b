/**
 * The public half of a key whose other half was thrown away (ES256, as COSE). Signatures by a passkey that is not ours
 * are checked against it, so that whoever asks cannot tell by the time whether there is one.
 */
export const DECOY_KEY: Uint8Array<ArrayBuffer> = new Uint8Array(
  Buffer.from(
    "a5010203262001215820" +
      "84a15a5502b8d5d44722347fdc9d1bfc0932ca75ef82d84be06f996afca60b30" +
      "225820" +
      "52450e9284e6c90ee94192eb55c01c35ffc8d2bbe3a5cbe9b055707fc148a5bf",
    "hex",
  ),
);
