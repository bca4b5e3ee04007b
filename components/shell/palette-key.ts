/** The button that opens the palette, by the keys that it names. */
export const PALETTE_BUTTON = "button[aria-keyshortcuts~='Control+K']";

/** Whether these keys open the palette: Ctrl or ⌘ and K. */
export function opensPalette(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && /^k$/i.test(event.key);
}
