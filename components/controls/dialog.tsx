"use client";

import { LatePart, makeLate } from "@/components/first-load/late";
import type { DialogProps } from "./dialog-frame";

// React Aria's dialogs bring its menus with them, a third of a page's first load: they come after it (late-parts.tsx).
const FRAME = makeLate<DialogProps>(async () => (await import("./dialog-frame")).DialogFrame);

export const fetchDialogs = FRAME.fetchAhead;

/** A question or a small form over the page. Escape closes it and focus returns. */
export function Dialog(props: DialogProps) {
  const giveUp = () => props.onOpenChange(false);
  return props.isOpen ? <LatePart part={FRAME} props={props} onGiveUp={giveUp} /> : null;
}
