"use client";

import { useEffect } from "react";

/** What the page's first script noted: the button that was last clicked, and the one that was last pressed. */
interface Noted {
  clicked: HTMLElement | null;
  pressed: HTMLElement | null;
  stop: () => void;
}

declare global {
  interface Window {
    earlyClicks?: Noted;
  }
}

/** Runs while the page is still being read, before any other script: a function's text would be what a bundler makes of it. */
const NOTE = `(() => {
  const buttonOf = ({ target }) => target instanceof Element ? target.closest("button[type=button]") : null;
  const noted = { clicked: null, pressed: null };
  const press = (event) => { noted.pressed = buttonOf(event); };
  const click = (event) => { noted.clicked = buttonOf(event); noted.pressed = null; };
  addEventListener("pointerdown", press, true);
  addEventListener("click", click, true);
  noted.stop = () => {
    removeEventListener("pointerdown", press, true);
    removeEventListener("click", click, true);
  };
  window.earlyClicks = noted;
})()`;

/** Notes clicks on buttons that no script answers yet. It stands in the document's head. */
export function NoteEarlyClicks({ nonce }: { nonce: string | undefined }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {NOTE}
    </script>
  );
}

/**
 * Clicks again, now that the page answers, what was clicked before: a slow phone shows a page seconds before its
 * script runs. Only the last click counts.
 */
export function RepeatEarlyClick() {
  useEffect(() => {
    const noted = window.earlyClicks;
    if (noted === undefined) return undefined;
    delete window.earlyClicks;
    noted.stop();
    if (noted.clicked?.isConnected === true) noted.clicked.click();
    return noted.pressed === null ? undefined : completePress(noted.pressed);
  }, []);
  return null;
}

/** A button whose press began before the script is still pressed: the click that ends it would be taken for half of one. */
function completePress(pressed: HTMLElement): () => void {
  const end = (event: MouseEvent) => {
    if (!(event.target instanceof Node) || !pressed.contains(event.target)) return;
    event.stopImmediatePropagation();
    stop();
    pressed.click();
  };
  const stop = () => {
    window.removeEventListener("click", end, true);
    window.removeEventListener("pointerdown", stop, true);
  };
  window.addEventListener("click", end, true);
  window.addEventListener("pointerdown", stop, true);
  return stop;
}
