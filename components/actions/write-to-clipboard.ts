/** Writes a text to the clipboard. @returns false if the browser refuses */
export async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // refused by the browser; the page says so
  }
}
