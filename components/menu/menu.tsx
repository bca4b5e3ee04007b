"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
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

// The list weighs as much as everything else on a page's first load: it comes when somebody is about to open it.
const LIST = makeLate<MenuListProps>(async () => (await import("./menu-list")).MenuList);
const preload = () => void LIST.fetch();

export const fetchMenus = LIST.fetch;

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
        <LatePart
          part={LIST}
          props={{ button, entries, placement, focused, labelledBy: id, onClose: () => setFocused(null) }}
        />
      )}
    </>
  );
}
