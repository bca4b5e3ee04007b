"use client";

import { useState } from "react";

/**
 * What React Aria looks for in the document's head. Its nonce for the style elements that it adds: the document keeps the
 * policy it was loaded with, so a later render's nonce must not replace the first one. And the mark that it need not add
 * one for what can be pressed: globals.css has the rule. A style element with a layer, added once a page works, has
 * Chromium lay out the whole page again.
 */
export function StyleNotes({ nonce }: { nonce: string | undefined }) {
  const [first] = useState(nonce);
  return (
    <>
      <meta property="csp-nonce" content="" nonce={first} suppressHydrationWarning />
      <meta id="react-aria-pressable-style" />
    </>
  );
}
