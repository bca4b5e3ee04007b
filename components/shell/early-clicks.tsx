"use client";

import { useEffect, useLayoutEffect } from "react";

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
const TRY_AGAIN_MS = 50;

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
    const hurriedBy = window.event?.type;
    if (hurriedBy === "click") early.clicked = null;
    if (hurriedBy === "pointerdown") early.pressed = null;
    const forget = () => {
      early.clicked = null;
    };
    window.addEventListener("click", forget, { capture: true, once: true });
    const stop = early.pressed === null ? undefined : completePress(early.pressed);
    early.pressed = null;
    return () => {
      window.removeEventListener("click", forget, true);
      stop?.();
    };
  }, []);
  useEffect(() => {
    const early = window.earlyClicks;
    if (early?.clicked == null) return undefined;
    const { clicked, at } = early;
    early.clicked = null;
    return clickWhenAnswered(clicked, at + LONGEST_WAIT_MS);
  }, []);
  return null;
}

/**
 * Parts of a page may answer later than its frame. React listens at the document and stops a click there that it cannot
 * answer yet: only what comes further was answered.
 *
 * @param until in milliseconds since the page began
 * @returns what gives it up
 */
function clickWhenAnswered(button: HTMLElement, until: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const click = () => {
    if (!button.isConnected || performance.now() > until) return;
    let answered = false;
    const note = () => {
      answered = true;
    };
    document.documentElement.addEventListener("click", note, true);
    button.click();
    document.documentElement.removeEventListener("click", note, true);
    if (!answered) timer = setTimeout(click, TRY_AGAIN_MS);
  };
  click();
  return () => clearTimeout(timer);
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
