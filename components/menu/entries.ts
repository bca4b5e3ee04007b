import type { ReactNode } from "react";

/** Something to do. Its text serves type-ahead, too. */
export interface MenuAction {
  readonly key: string;
  readonly text: string;
  readonly onAction: () => void;
  readonly danger?: boolean;
  readonly icon?: ReactNode;
}

/** One of several choices. */
export interface MenuChoice<Key extends string = string> {
  readonly title: string;
  readonly options: readonly { readonly key: Key; readonly text: string }[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}

/** Any of several choices; the menu stays open while one chooses. */
export interface MenuChoices {
  readonly title: string;
  readonly options: readonly { readonly key: string; readonly text: string }[];
  readonly chosen: readonly string[];
  readonly onChoose: (keys: readonly string[]) => void;
}

export type MenuEntry = MenuAction | MenuChoice | MenuChoices;

/** A choice among others whose keys are of other types. */
export function choiceOf<Key extends string>(choice: MenuChoice<Key>): MenuChoice {
  const select = (key: string) => {
    const chosen = choice.options.find((option) => option.key === key);
    if (chosen !== undefined) choice.onSelect(chosen.key);
  };
  return { ...choice, onSelect: select };
}
