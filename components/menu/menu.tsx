"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { Button as AriaButton, type KeyboardEvent } from "react-aria-components";
import { buttonStyle } from "@/components/controls/button-style";
import { LatePart, makeLate } from "@/components/first-load/late";
import type { MenuEntry } from "./entries";
import type { MenuListProps } from "./menu-list";

interface MenuProps {
  /** What the button shows. */
  trigger: ReactNode;
  /** The name of an icon without text. */
  label?: string;
  triggerClassName?: string;
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
  entries: readonly MenuEntry[];
}

const LIST = makeLate<MenuListProps>(async () => (await import("./menu-list")).MenuList);

export const fetchMenus = LIST.fetchAhead;

/** A button that opens a menu. */
export function Menu({ trigger, label, triggerClassName, placement = "bottom end", entries }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [focused, setFocused] = useState<"first" | "last" | null>(null);
  const close = () => setFocused(null);
  const openByKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setFocused("first");
    else if (event.key === "ArrowUp") setFocused("last");
    // The keys of the page and of the palette work here, too: React Aria stops what nobody lets go on.
    else event.continuePropagation();
  };
  return (
    <>
      <AriaButton
        ref={button}
        id={id}
        {...(label === undefined ? {} : { "aria-label": label })}
        aria-haspopup="menu"
        aria-expanded={focused !== null}
        onHoverStart={fetchMenus}
        onFocus={fetchMenus}
        onPressStart={fetchMenus}
        onPress={() => setFocused("first")}
        onKeyDown={openByKey}
        className={triggerClassName ?? buttonStyle("secondary", "medium")}
      >
        {trigger}
      </AriaButton>
      {focused !== null && (
        <LatePart
          part={LIST}
          props={{ button, entries, placement, focused, labelledBy: id, onClose: close }}
          onGiveUp={close}
        />
      )}
    </>
  );
}
