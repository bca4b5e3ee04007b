"use client";

import { useState } from "react";
import { PALETTE_BUTTON } from "./palette-key";

/**
 * Runs while the page is still being read, before any other script: a function's text would be what a bundler makes of
 * it. Whoever types after a click has gone on, but after the palette's keys they search already. What those keys are,
 * `opensPalette` says, too.
 */
const NOTE = `(() => {
  const buttonOf = ({ target }) => target instanceof Element ? target.closest("button[type=button]") : null;
  const noted = { clicked: null, pressed: null, at: 0 };
  const press = (event) => { noted.pressed = buttonOf(event); };
  const click = (event) => {
    noted.clicked = buttonOf(event);
    noted.pressed = null;
    noted.at = event.timeStamp;
  };
  const type = (event) => {
    const opens = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && /^k$/i.test(event.key);
    const palette = document.querySelector("${PALETTE_BUTTON}");
    if (opens && palette !== null) {
      noted.clicked = palette;
      noted.at = event.timeStamp;
      event.preventDefault();
    } else if (noted.clicked !== palette || event.key === "Escape") noted.clicked = null;
  };
  addEventListener("pointerdown", press, true);
  addEventListener("click", click, true);
  addEventListener("keydown", type, true);
  noted.stop = () => {
    removeEventListener("pointerdown", press, true);
    removeEventListener("click", click, true);
    removeEventListener("keydown", type, true);
  };
  window.earlyClicks = noted;
})()`;

/**
 * Notes clicks on buttons that no script answers yet, and the keys of the palette. It stands in the document's head;
 * the document keeps the nonce it was loaded with, as for `StyleNotes`.
 */
export function NoteEarlyClicks({ nonce }: { nonce: string | undefined }) {
  const [first] = useState(nonce);
  return (
    <script nonce={first} suppressHydrationWarning>
      {NOTE}
    </script>
  );
}
