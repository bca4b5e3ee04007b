const HEARD = "data-heard";
/** A navigation that failed without a new address must not show for ever. */
const LONGEST_MS = 20_000;

/** Where somebody is on the way to. */
export interface Target {
  readonly pathname: string;
  readonly search: string;
  /** What the link there says, which is what the page is about; null if there is none in sight. */
  readonly name: string | null;
}

let target: Target | null = null;
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
  // Back to where one is: what was on its way is no longer.
  if (pathname === window.location.pathname && search === window.location.search) {
    endNavigation();
    return;
  }
  heard?.removeAttribute(HEARD);
  heard = pressed;
  heard?.setAttribute(HEARD, "");
  target = { pathname, search, name: nameOf(pathname + search) };
  clearTimeout(giveUp);
  giveUp = setTimeout(endNavigation, LONGEST_MS);
  tell();
}

/** Ends: the address has changed, to the target or to where the server redirected. */
export function endNavigation(): void {
  if (target === null) return;
  clearTimeout(giveUp);
  heard?.removeAttribute(HEARD);
  heard = null;
  target = null;
  tell();
}

/** Where somebody is on the way to; null for nowhere. */
export function navigationTarget(): Target | null {
  return target;
}

/** Whether somebody is on the way to another page. */
export function isNavigating(): boolean {
  return target !== null;
}

function nameOf(href: string): string | null {
  const link = heard?.matches("a") === true ? heard : document.querySelector(`a[href="${CSS.escape(href)}"]`);
  const text = link?.textContent.trim() ?? "";
  return text === "" ? null : text;
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
