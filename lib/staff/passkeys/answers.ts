import { z } from "zod";

/** Longer than any authenticator's id, key or signature. */
const LONGEST = 16_384;
const bytes = z
  .string()
  .min(1)
  .max(LONGEST)
  .regex(/^[\w-]+$/);
const credentialId = bytes.max(1_400);
/** Extensions that we ask nothing of. */
const extensions = z.unknown().transform(() => ({}));

/** What a browser answers when a passkey is used, as `@simplewebauthn/browser` writes it. */
export const assertionSchema = z
  .object({
    id: credentialId,
    rawId: credentialId,
    type: z.literal("public-key"),
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: bytes.optional(),
    }),
    clientExtensionResults: extensions,
  })
  .transform(({ response: { userHandle, ...response }, ...answer }) => ({
    ...answer,
    response: { ...response, ...(userHandle === undefined ? {} : { userHandle }) },
  }));

/** What a browser answers when a passkey is made. */
export const attestationSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    // How to reach the authenticator; what browsers invent later is no reason to refuse it.
    transports: z
      .array(z.string().regex(/^[a-z-]{1,30}$/))
      .max(20)
      .default([]),
  }),
  clientExtensionResults: extensions,
});

export type Assertion = z.output<typeof assertionSchema>;
export type Attestation = z.output<typeof attestationSchema>;
