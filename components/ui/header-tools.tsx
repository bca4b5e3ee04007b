"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";

const ID = "header-tools";
const never = () => () => undefined;

/**
 * The slot in a page's header for controls of the content below. It comes first: what is filled in later must not move
 * what somebody is about to click.
 */
export function HeaderToolsSlot() {
  return <div id={ID} className="flex flex-wrap items-center gap-2" />;
}

/** Controls of a part of the page that are shown in its header. */
export function HeaderTools({ children }: { children: ReactNode }) {
  const slot = useSyncExternalStore(
    never,
    () => document.getElementById(ID),
    () => null,
  );
  return slot === null ? null : createPortal(children, slot);
}
