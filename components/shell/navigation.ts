const HEARD = "data-heard";
/** A navigation that failed without a new address must not show for ever. */
const LONGEST_MS = 20_000;

let navigating = false;
let heard: Element | null = null;
let giveUp: ReturnType<typeof setTimeout> | undefined;
let pressed: Element | null = null;
const listeners = new Set<() => void>();

/**
 * Begins: what was pressed is marked as heard, at once and whatever the server does. Next calls this for every
 * navigation, not for a refresh.
 */
export function beginNavigation(href: string): void {
  const { pathname, search } = new URL(href, window.location.href);
  if (pathname === window.location.pathname && search === window.location.search) return;
  heard?.removeAttribute(HEARD);
  heard = pressed;
  heard?.setAttribute(HEARD, "");
  navigating = true;
  clearTimeout(giveUp);
  giveUp = setTimeout(endNavigation, LONGEST_MS);
  tell();
}

/** Ends: the address has changed, to the target or to where the server redirected. */
export function endNavigation(): void {
  if (!navigating) return;
  clearTimeout(giveUp);
  heard?.removeAttribute(HEARD);
  heard = null;
  navigating = false;
  tell();
}

/** Whether somebody is on the way to another page. */
export function isNavigating(): boolean {
  return navigating;
}

/** @returns ends the subscription */
export function onNavigation(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Remembers what was pressed last, to mark it if it navigates. @returns stops */
export function watchPresses(): () => void {
  const remember = ({ target }: Event) => {
    pressed = target instanceof Element ? target.closest("a, button, [role=row]") : null;
  };
  const kinds = ["pointerdown", "keydown"] as const;
  for (const kind of kinds) document.addEventListener(kind, remember, { capture: true, passive: true });
  return () => {
    for (const kind of kinds) document.removeEventListener(kind, remember, { capture: true });
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
