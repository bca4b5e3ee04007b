/** Whether the first row is visible: neither the page nor the table, which scrolls by itself, was scrolled. */
export function isAtTop(place: HTMLElement | null): boolean {
  return window.scrollY < 200 && (place?.querySelector("section")?.scrollTop ?? 0) < 20;
}

/** Scrolls to the first row. */
export function scrollToTop(place: HTMLElement | null): void {
  window.scrollTo({ top: 0 });
  place?.querySelector("section")?.scrollTo({ top: 0 });
}
