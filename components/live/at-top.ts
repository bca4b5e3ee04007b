/** Whether the first row is in sight: neither the page nor the table, which scrolls by itself, was scrolled. */
export function isAtTop(place: HTMLElement | null): boolean {
  return window.scrollY < 200 && (place?.querySelector("section")?.scrollTop ?? 0) < 20;
}

/** Brings the first row in sight. */
export function scrollToTop(place: HTMLElement | null): void {
  window.scrollTo({ top: 0 });
  place?.querySelector("section")?.scrollTo({ top: 0 });
}
