"use client";

import { lazy, Suspense } from "react";
import type { DialogProps } from "./dialog-frame";

// React Aria's dialogs bring its menus with them, a third of a page's first load: they come when a page has settled.
const Frame = lazy(async () => ({ default: (await import("./dialog-frame")).DialogFrame }));

/** A question or a small form over the page. Escape closes it and focus returns. */
export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null;
  return (
    <Suspense fallback={null}>
      <Frame {...props} />
    </Suspense>
  );
}
