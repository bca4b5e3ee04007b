import { type KeyObject, randomBytes, sign } from "node:crypto";

/**
 * The headers that the bank checks. X-Validation-Data is a SHA-1-sized random value in hex that is used once,
 * X-Signed-Request its RSA-SHA1 signature in base64: every try of a call needs its own.
 */
export function signRequest(privateKey: KeyObject): Record<"X-Validation-Data" | "X-Signed-Request", string> {
  const data = randomBytes(20).toString("hex");
  const signature = sign("RSA-SHA1", Buffer.from(data, "latin1"), privateKey);
  return { "X-Validation-Data": data, "X-Signed-Request": signature.toString("base64") };
}
