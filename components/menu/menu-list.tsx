"use client";

import { Check } from "lucide-react";
import type { RefObject } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  Popover,
} from "react-aria-components";
import { classNames } from "@/components/ui/class-names";
import type { MenuAction, MenuChoice, MenuChoices, MenuEntry } from "./entries";

export interface MenuListProps {
  button: RefObject<HTMLButtonElement | null>;
  labelledBy: string;
  placement: "bottom start" | "bottom end" | "top start" | "top end";
  entries: readonly MenuEntry[];
  /** Where the focus is at first. */
  focused: "first" | "last";
  onClose: () => void;
}

/** What a menu's button opens. */
export function MenuList({ button, labelledBy, placement, entries, focused, onClose }: MenuListProps) {
  return (
    <Popover
      isOpen
      triggerRef={button}
      onOpenChange={onClose}
      placement={placement}
      offset={6}
      className="min-w-[200px] overflow-y-auto rounded-panel border border-line bg-panel p-1 shadow-float"
    >
      <AriaMenu autoFocus={focused} onClose={onClose} aria-labelledby={labelledBy} className="outline-none">
        {entries.map((entry) =>
          "chosen" in entry ? (
            <Choices key={entry.title} choices={entry} />
          ) : "options" in entry ? (
            <Choice key={entry.title} choice={entry} />
          ) : (
            <Action key={entry.key} action={entry} />
          ),
        )}
      </AriaMenu>
    </Popover>
  );
}

const ITEM =
  "flex cursor-pointer items-center gap-2 rounded-control px-2.5 py-1.5 text-table no-underline outline-none focus:bg-hover disabled:opacity-55 [&_svg]:size-4 [&_svg]:text-faint";

function Action({ action: { key, text, onAction, danger, icon } }: { action: MenuAction }) {
  return (
    <AriaMenuItem
      id={key}
      textValue={text}
      onAction={onAction}
      className={classNames(ITEM, danger === true && "text-bad")}
    >
      {icon}
      {text}
    </AriaMenuItem>
  );
}

function Choice({ choice: { title, options, selected, onSelect } }: { choice: MenuChoice }) {
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
      {options.map((option) => (
        <Option key={option.key} option={option} isOn={option.key === selected} />
      ))}
    </AriaMenuSection>
  );
}

function Choices({ choices: { title, options, chosen, onChoose } }: { choices: MenuChoices }) {
  return (
    <AriaMenuSection
      aria-label={title}
      selectionMode="multiple"
      selectedKeys={chosen}
      onSelectionChange={(keys) =>
        onChoose(options.map(({ key }) => key).filter((key) => keys === "all" || keys.has(key)))
      }
    >
      {options.map((option) => (
        <Option key={option.key} option={option} isOn={chosen.includes(option.key)} />
      ))}
    </AriaMenuSection>
  );
}

function Option({ option: { key, text }, isOn }: { option: { key: string; text: string }; isOn: boolean }) {
  return (
    <AriaMenuItem id={key} textValue={text} className={ITEM}>
      <span className="grow">{text}</span>
      {isOn && <Check aria-hidden="true" />}
    </AriaMenuItem>
  );
}
