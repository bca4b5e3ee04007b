"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  TextField,
} from "react-aria-components";
import { Spinner } from "@/components/controls/spinner";
import { useRouter } from "@/components/navigation/use-router";
import { useSiteName } from "@/components/sites/sites-context";
import { fold } from "@/lib/search/fold";
import { listSections, type Section } from "./list-sections";
import type { Place } from "./places";
import { useEnter } from "./use-enter";
import { useFound } from "./use-found";

export interface PaletteProps {
  /** The pages and actions that the role may use. */
  places: readonly Place[];
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Finds a person, a payment, a card, a delivery, a page or an action by what is typed, and goes there. */
export function Palette({ places, isOpen, onOpenChange }: PaletteProps) {
  const t = useTranslations("palette");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-scrim p-4 pt-[12vh] max-sm:pt-4"
    >
      <Modal className="w-full max-w-[600px] overflow-hidden rounded-sheet border border-line bg-panel shadow-float">
        <Dialog aria-label={t("title")} className="outline-none">
          <Finder places={places} onDone={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Finder({ places, onDone }: { places: readonly Place[]; onDone: () => void }) {
  const t = useTranslations("palette");
  const showing = { locale: useLocale(), siteName: useSiteName() };
  const router = useRouter();
  const [text, setText] = useState("");
  const typed = text.trim();
  const { found, askedFor, failed, isPending } = useFound(typed);
  const pages = places
    .map((key) => ({ key, text: t(`places.${key}`) }))
    .filter((place) => fold(place.text).includes(fold(typed)));
  const sections = listSections(found, { typed: askedFor, all: t("allPayments") }, pages, showing);
  const count = sections.reduce((sum, { items }) => sum + items.length, 0);
  const go = (href: string) => {
    onDone();
    router.push(href);
  };
  const enter = useEnter(typed, isPending ? null : (sections[0]?.items[0]?.href ?? null), go);
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
        className="flex items-center gap-2 border-b border-line px-4"
      >
        <TextField aria-label={t("title")} autoFocus className="grow">
          <Input
            placeholder={t("placeholder")}
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            className="h-12 w-full bg-transparent outline-none"
          />
        </TextField>
        {isPending && <Spinner className="!size-4 text-faint" />}
      </form>
      <div className="max-h-[min(60vh,480px)] overflow-y-auto p-1.5">
        <Menu aria-label={t("results")} className="outline-none" onAction={(key) => go(String(key))}>
          {sections.map((section) => (
            <Results key={section.kind} section={section} />
          ))}
        </Menu>
        <p role="status" className={count === 0 || failed ? "px-2.5 py-3 text-table text-dim" : "sr-only"}>
          {failed ? t("failed") : isPending ? "" : t("count", { count })}
        </p>
      </div>
    </Autocomplete>
  );
}

function Results({ section: { kind, items } }: { section: Section }) {
  const t = useTranslations("palette");
  return (
    <MenuSection>
      <Header className="px-2.5 pt-2 pb-1 text-label text-dim">{t(`kinds.${kind}`)}</Header>
      {items.map(({ href, text, note, end }) => (
        <MenuItem
          key={href}
          id={href}
          textValue={text}
          className="flex cursor-pointer items-baseline gap-2 rounded-control px-2.5 py-1.5 text-table outline-none focus:bg-hover data-[focused]:bg-hover"
        >
          <bdi className="min-w-0 truncate font-medium">{text}</bdi>
          <bdi className="min-w-0 grow truncate text-label text-dim">{note}</bdi>
          {end !== undefined && <span className="shrink-0 tabular-nums">{end}</span>}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
