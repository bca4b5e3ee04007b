"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, type RefObject, use, useEffect, useRef, useState } from "react";
import { AwaitedDrawer } from "@/components/awaited/awaited-drawer";
import { useOpened } from "@/components/awaited/use-target";
import { Link } from "@/components/navigation/link";
import { useRouter } from "@/components/navigation/use-router";
import { classNames } from "@/components/ui/class-names";
import { DRAWER_FRAME } from "./drawer-frame";

interface DrawerProps {
  title: string;
  /** Beside the title: the copy-link button, next and previous. */
  tools?: ReactNode;
  /** The same page without the open row. */
  closeHref: string;
  children: ReactNode;
}

/** Below this width the drawer covers the page and takes the focus. */
const NARROW = "(width < 1100px)";

/** Whether its place was taken before it came: then it does not move in once more. */
const IsExpected = createContext(false);

/**
 * The details of the row in the URL. On wide screens it is beside the table, as a dialog that leaves the table usable;
 * on narrow ones it covers it as a modal one. Escape closes it and returns the focus.
 */
export function Drawer({ title, tools, closeHref, children }: DrawerProps) {
  const t = useTranslations("common");
  const isExpected = use(IsExpected);
  const dialog = useRef<HTMLDialogElement>(null);
  useModalWhenNarrow(dialog);
  useFocusReturn(dialog);
  useEscape(dialog, closeHref);
  return (
    <dialog
      ref={dialog}
      open
      aria-label={title}
      tabIndex={-1}
      className={classNames(DRAWER_FRAME, !isExpected && "animate-drawer")}
    >
      <header className="flex items-start gap-2 px-[18px] pt-[18px]">
        <h2 className="min-w-0 grow text-section font-semibold [overflow-wrap:anywhere]">{title}</h2>
        {tools}
        <Link
          href={closeHref}
          scroll={false}
          aria-label={t("close")}
          className="-mt-0.5 -mr-1.5 grid size-7 shrink-0 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </Link>
      </header>
      <div className="px-[18px] pb-[18px]">{children}</div>
    </dialog>
  );
}

interface DrawerLayoutProps {
  drawer: ReactNode;
  /** The open row in the URL. */
  openId: string | null;
  children: ReactNode;
}

/** The table, and the drawer beside it if one is open; its place is taken or given back as soon as somebody asks. */
export function DrawerLayout({ drawer, openId, children }: DrawerLayoutProps) {
  const opened = useOpened(openId);
  const isAwaited = opened !== null && opened !== openId;
  const [wasAwaited, setWasAwaited] = useState(false);
  if (isAwaited !== wasAwaited && (isAwaited || opened === null)) setWasAwaited(isAwaited);
  const open = isAwaited || (opened !== null && drawer != null && drawer !== false);
  return (
    <div
      className={classNames(
        "grid items-start gap-4",
        open ? "grid-cols-1 min-[1100px]:grid-cols-[minmax(0,1fr)_348px]" : "grid-cols-[minmax(0,1fr)]",
      )}
    >
      <div className="min-w-0">{children}</div>
      {isAwaited ? (
        <AwaitedDrawer key={opened} moves={openId === null} />
      ) : (
        open && <IsExpected value={wasAwaited}>{drawer}</IsExpected>
      )}
    </div>
  );
}

function useModalWhenNarrow(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const narrow = window.matchMedia(NARROW);
    const arrange = () => {
      const element = dialog.current;
      if (element === null) return;
      element.close();
      if (narrow.matches) element.showModal();
      else element.show();
    };
    // On wide screens the server's `open` is already right; opening again would only move the focus.
    if (narrow.matches) arrange();
    narrow.addEventListener("change", arrange);
    return () => narrow.removeEventListener("change", arrange);
  }, [dialog]);
}

function useFocusReturn(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [dialog]);
}

function useEscape(dialog: RefObject<HTMLDialogElement | null>, closeHref: string): void {
  const router = useRouter();
  useEffect(() => {
    const element = dialog.current;
    const close = () => router.push(closeHref, { scroll: false });
    const onKey = (event: KeyboardEvent) => {
      // A menu or dialog that was open has already used the key.
      if (event.key === "Escape" && !event.defaultPrevented && element?.matches(":modal") === false) close();
    };
    const onCancel = (event: Event) => {
      event.preventDefault();
      close();
    };
    // To the pointer, a modal dialog's backdrop is the dialog itself.
    const onClick = (event: MouseEvent) => {
      if (event.target !== element || element === null || !element.matches(":modal")) return;
      if (event.clientX < element.getBoundingClientRect().left) close();
    };
    document.addEventListener("keydown", onKey);
    element?.addEventListener("cancel", onCancel);
    element?.addEventListener("click", onClick);
    return () => {
      document.removeEventListener("keydown", onKey);
      element?.removeEventListener("cancel", onCancel);
      element?.removeEventListener("click", onClick);
    };
  }, [dialog, closeHref, router]);
}
