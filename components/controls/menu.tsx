"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { classNames } from "@/components/ui/class-names";
import { buttonStyle } from "./button-style";

interface MenuProps {
  /** What the button shows. */
  trigger: ReactNode;
  /** The name of an icon without text. */
  label?: string;
  triggerClassName?: string;
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
  children: ReactNode;
}

/** A button that opens a menu of `MenuItem` and `MenuChoice`. */
export function Menu({ trigger, label, triggerClassName, placement = "bottom end", children }: MenuProps) {
  return (
    <MenuTrigger>
      <AriaButton
        {...(label === undefined ? {} : { "aria-label": label })}
        className={triggerClassName ?? buttonStyle("secondary", "medium")}
      >
        {trigger}
      </AriaButton>
      <Popover
        placement={placement}
        offset={6}
        className="min-w-[200px] overflow-y-auto rounded-panel border border-line bg-panel p-1 shadow-float"
      >
        <AriaMenu className="outline-none">{children}</AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

const ITEM =
  "flex cursor-pointer items-center gap-2 rounded-control px-2.5 py-1.5 text-table no-underline outline-none focus:bg-hover disabled:opacity-55 [&_svg]:size-4 [&_svg]:text-faint";

interface MenuItemProps {
  /** Its text for type-ahead. */
  text: string;
  href?: string;
  onAction?: () => void;
  isDisabled?: boolean;
  danger?: boolean;
  icon?: ReactNode;
}

/** An action or a link. */
export function MenuItem({ text, danger, icon, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem {...rest} textValue={text} className={classNames(ITEM, danger === true && "text-bad")}>
      {icon}
      {text}
    </AriaMenuItem>
  );
}

interface MenuChoiceProps<Key extends string> {
  title: string;
  options: readonly { key: Key; text: string }[];
  selected: Key;
  onSelect: (key: Key) => void;
}

/** One of several choices in a menu. */
export function MenuChoice<Key extends string>({ title, options, selected, onSelect }: MenuChoiceProps<Key>) {
  return (
    <AriaMenuSection
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const chosen = options.find(({ key }) => keys === "all" || keys.has(key));
        if (chosen !== undefined) onSelect(chosen.key);
      }}
      className="border-b border-line pb-1 last:border-0"
    >
      <Header className="px-2.5 pt-2 pb-1 text-label text-dim">{title}</Header>
      {options.map(({ key, text }) => (
        <AriaMenuItem key={key} id={key} textValue={text} className={ITEM}>
          <span className="grow">{text}</span>
          {key === selected && <Check aria-hidden="true" />}
        </AriaMenuItem>
      ))}
    </AriaMenuSection>
  );
}
