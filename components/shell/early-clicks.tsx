"use client";

import { useEffect, useLayoutEffect } from "react";
import { opensPalette, PALETTE_BUTTON } from "./palette-key";

/** What the page's first script noted. */
interface Noted {
  /** The button that was last clicked, or whose keys were pressed. */
  clicked: HTMLElement | null;
  /** The button that a pointer is down on. */
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
const TRY_AGAIN_MS = 50;
/** Since the page began: by then all its parts answer. */
const LATEST_MS = 30_000;

// The server has no layout to wait for, and warns of such effects.
const useEffectAtOnce = typeof window === "undefined" ? useEffect : useLayoutEffect;

/**
 * Clicks again, now that the page answers, what was clicked before: a slow phone shows a page seconds before its
 * script answers. Only the last click counts, and none that was answered.
 */
export function RepeatEarlyClick() {
  // The first moment at which the page answers. React may have been hurried to it by a click, which it then answers.
  useEffectAtOnce(() => {
    const early = window.earlyClicks;
    if (early === undefined) return undefined;
    early.stop();
    const { clicked, pressed, at } = early;
    Object.assign(early, { clicked: null, pressed: null });
    const hurriedBy = window.event?.type;
    const repeater = createRepeater();
    const stopPress = pressed === null || hurriedBy === "pointerdown" ? undefined : completePress(pressed);
    if (clicked !== null) {
      if (hurriedBy === "click") repeater.repeatUnlessAnswered(clicked);
      else if (performance.now() - at < LONGEST_WAIT_MS) repeater.repeat(clicked);
    }
    return () => {
      repeater.stop();
      stopPress?.();
    };
  }, []);
  return null;
}

/**
 * Repeats clicks that were not answered. Parts of a page may answer later than its frame: React listens at the document
 * and stops a click there that it cannot answer yet, so only what comes further was answered. Whoever clicks or types
 * meanwhile has gone on.
 */
function createRepeater() {
  const root = document.documentElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What `timer` clicks next. */
  let waiting: HTMLElement | null = null;
  let isAnswered = false;
  const note = () => {
    isAnswered = true;
  };
  const click = (button: HTMLElement, until: number) => {
    if (!button.isConnected || performance.now() > until) return;
    isAnswered = false;
    root.addEventListener("click", note, true);
    button.click();
    root.removeEventListener("click", note, true);
    if (!isAnswered) timer = setTimeout(click, TRY_AGAIN_MS, button, until);
  };
  // In a task of its own, once the whole page is there: also what takes note of presses.
  const repeat = (button: HTMLElement) => {
    waiting = button;
    timer = setTimeout(click, 0, button, performance.now() + LONGEST_WAIT_MS);
  };
  const repeatUnlessAnswered = (button: HTMLElement) => {
    isAnswered = false;
    root.addEventListener("click", note, true);
    timer = setTimeout(() => {
      root.removeEventListener("click", note, true);
      if (!isAnswered) repeat(button);
    });
  };
  const hear = ({ isTrusted, target }: Event) => {
    if (!isTrusted) return;
    clearTimeout(timer);
    const button = target instanceof Element ? target.closest<HTMLElement>("button[type=button]") : null;
    if (button !== null && performance.now() < LATEST_MS) repeatUnlessAnswered(button);
  };
  const hearKey = (event: KeyboardEvent) => {
    if (!event.isTrusted) return;
    const opens = opensPalette(event);
    // Who types after the palette's keys searches already.
    if (opens || event.key === "Escape" || waiting?.matches(PALETTE_BUTTON) !== true) clearTimeout(timer);
    const early = opens && performance.now() < LATEST_MS;
    const button = early ? document.querySelector<HTMLElement>(PALETTE_BUTTON) : null;
    // Who answers keeps the browser from it.
    if (button !== null) timer = setTimeout(() => !event.defaultPrevented && repeat(button));
  };
  window.addEventListener("click", hear, true);
  window.addEventListener("keydown", hearKey, true);
  const stop = () => {
    clearTimeout(timer);
    root.removeEventListener("click", note, true);
    window.removeEventListener("click", hear, true);
    window.removeEventListener("keydown", hearKey, true);
  };
  return { repeat, repeatUnlessAnswered, stop };
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
