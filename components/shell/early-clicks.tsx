"use client";

import { useEffect } from "react";

/** What the page's first script noted: the button that was last clicked, and when, and the one that is pressed. */
interface Noted {
  clicked: HTMLElement | null;
  pressed: HTMLElement | null;
  /** Of `clicked`, in milliseconds since the page began. */
  at: number;
  stop: () => void;
}

declare global {
  interface Window {
    earlyClicks?: Noted;
  }
}

/** Whoever waited longer has gone on to something else. */
const LONGEST_WAIT_MS = 10_000;

/**
 * What was noted until this module is run. Before that, nothing on the page can have answered a click; from then on
 * something may, also a click that is on its way just now, and what is answered must not be clicked again.
 */
const early = takeNoted();

function takeNoted(): Noted | null {
  const noted = typeof window === "undefined" ? undefined : window.earlyClicks;
  if (noted === undefined) return null;
  noted.stop();
  const now = window.event?.type;
  if (now === "click") noted.clicked = null;
  if (now === "pointerdown") noted.pressed = null;
  return noted;
}

/**
 * Clicks again, now that the page answers, what was clicked before: a slow phone shows a page seconds before its
 * script runs. Only the last click counts.
 */
export function RepeatEarlyClick() {
  useEffect(() => {
    if (early === null) return undefined;
    const { clicked, pressed, at } = early;
    Object.assign(early, { clicked: null, pressed: null });
    if (clicked?.isConnected === true && performance.now() - at < LONGEST_WAIT_MS) clicked.click();
    return pressed === null ? undefined : completePress(pressed);
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
