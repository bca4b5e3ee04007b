/**
 * SHA-256 of the token in the bank's event, in hex: nothing else of it ever leaves this page, neither to storage nor
 * to the console.
 *
 * @returns undefined if there is none, or the page has no cryptography (plain HTTP)
 */
export async function hashToken(event: unknown): Promise<string | undefined> {
  if (typeof event !== "object" || event === null || !("token" in event)) return undefined;
  // Over plain HTTP, browsers leave out `subtle`, whatever its type says.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (typeof event.token !== "string" || subtle === undefined) return undefined;
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(event.token));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
