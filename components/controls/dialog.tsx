"use client";

import { Suspense } from "react";
import type { DialogProps } from "./dialog-frame";
import { makeLate, useLate } from "./late";

// React Aria's dialogs bring its menus with them, a third of a page's first load: they come when a page has settled.
const FRAME = makeLate<DialogProps>(async () => (await import("./dialog-frame")).DialogFrame);

export const fetchDialogs = FRAME.fetch;

/** A question or a small form over the page. Escape closes it and focus returns. */
export function Dialog(props: DialogProps) {
  return props.isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog(props: DialogProps) {
  const Frame = useLate(FRAME);
  return (
    <Suspense fallback={null}>
      <Frame {...props} />
    </Suspense>
  );
}
