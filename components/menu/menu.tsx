"use client";

import { type KeyboardEvent, lazy, type ReactNode, Suspense, useId, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { buttonStyle } from "@/components/controls/button-style";
import type { MenuEntry } from "./entries";

interface MenuProps {
  /** What the button shows. */
  trigger: ReactNode;
  /** The name of an icon without text. */
  label?: string;
  triggerClassName?: string;
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
  entries: readonly MenuEntry[];
}

// The list weighs as much as everything else on a page's first load: it comes when somebody is about to open it.
const loadList = () => import("./menu-list");
const MenuList = lazy(async () => ({ default: (await loadList()).MenuList }));
const preload = () => void loadList().catch(() => undefined);

/** A button that opens a menu. */
export function Menu({ trigger, label, triggerClassName, placement = "bottom end", entries }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [focused, setFocused] = useState<"first" | "last" | null>(null);
  const openByKey = ({ key }: KeyboardEvent) => {
    if (key === "ArrowDown") setFocused("first");
    if (key === "ArrowUp") setFocused("last");
  };
  return (
    <>
      <AriaButton
        ref={button}
        id={id}
        {...(label === undefined ? {} : { "aria-label": label })}
        aria-haspopup="menu"
        aria-expanded={focused !== null}
        onHoverStart={preload}
        onFocus={preload}
        onPressStart={preload}
        onPress={() => setFocused("first")}
        onKeyDown={openByKey}
        className={triggerClassName ?? buttonStyle("secondary", "medium")}
      >
        {trigger}
      </AriaButton>
      {focused !== null && (
        <Suspense fallback={null}>
          <MenuList
            {...{ button, entries, placement, focused }}
            labelledBy={id}
            onClose={() => setFocused(null)}
          />
        </Suspense>
      )}
    </>
  );
}
