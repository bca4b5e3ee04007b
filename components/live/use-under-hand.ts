"use client";

import { type RefObject, useCallback, useEffect, useRef } from "react";

/**
 * Whether pointer or focus is within a place: then nothing in it moves. A finger that touched it and left is not there.
 *
 * @param onFree called when both have left
 */
export function useUnderHand(place: RefObject<HTMLElement | null>, onFree: () => void): () => boolean {
  const pointed = useRef(false);
  const free = useRef(onFree);
  useEffect(() => {
    free.current = onFree;
  });
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const leave = () => {
      if (!pointed.current && !hasFocus(element)) free.current();
    };
    const enter = (event: PointerEvent) => {
      if (event.pointerType === "mouse") pointed.current = true;
    };
    const exit = () => {
      pointed.current = false;
      leave();
    };
    // The next element has the focus a moment later.
    const blur = () => void setTimeout(leave);
    element.addEventListener("pointerenter", enter);
    element.addEventListener("pointermove", enter);
    element.addEventListener("pointerleave", exit);
    element.addEventListener("focusout", blur);
    return () => {
      element.removeEventListener("pointerenter", enter);
      element.removeEventListener("pointermove", enter);
      element.removeEventListener("pointerleave", exit);
      element.removeEventListener("focusout", blur);
    };
  }, [place]);
  return useCallback(() => pointed.current || (place.current !== null && hasFocus(place.current)), [place]);
}

function hasFocus(element: HTMLElement): boolean {
  return element.contains(document.activeElement);
}
