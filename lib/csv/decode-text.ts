/** Decodes a text file: UTF-8, or else what spreadsheets on Windows write, Windows-1252. */
export function decodeText(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // These bytes are not UTF-8.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
