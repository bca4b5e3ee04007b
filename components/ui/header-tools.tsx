"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";

const ID = "header-tools";
const never = () => () => undefined;

/** Where a page's header shows the controls of what stands below it. */
export function HeaderToolsSlot() {
  return <div id={ID} className="flex flex-wrap items-center gap-2" />;
}

/** Controls that belong to a part of the page and stand in its header. */
export function HeaderTools({ children }: { children: ReactNode }) {
  const slot = useSyncExternalStore(
    never,
    () => document.getElementById(ID),
    () => null,
  );
  return slot === null ? null : createPortal(children, slot);
}
