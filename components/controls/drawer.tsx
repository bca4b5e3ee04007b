"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { classNames } from "@/components/ui/class-names";

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

/**
 * The details of the row in the URL. On wide screens it is beside the table, as a dialog that leaves the table usable;
 * on narrow ones it covers it as a modal one. Escape closes it and returns the focus.
 */
export function Drawer({ title, tools, closeHref, children }: DrawerProps) {
  const t = useTranslations("common");
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
      className={classNames(
        "z-30 animate-drawer overflow-y-auto border-line bg-panel text-ink outline-none backdrop:bg-scrim",
        "max-[1100px]:fixed max-[1100px]:inset-y-0 max-[1100px]:right-0 max-[1100px]:left-auto max-[1100px]:m-0 max-[1100px]:h-dvh max-[1100px]:max-h-none max-[1100px]:w-[min(400px,100vw)] max-[1100px]:max-w-none max-[1100px]:border-l max-[1100px]:shadow-float",
        "min-[1100px]:sticky min-[1100px]:top-5 min-[1100px]:m-0 min-[1100px]:max-h-[calc(100dvh-40px)] min-[1100px]:w-full min-[1100px]:rounded-panel min-[1100px]:border",
      )}
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

/** The table, and the drawer beside it if one is open. */
export function DrawerLayout({ drawer, children }: { drawer: ReactNode; children: ReactNode }) {
  const open = drawer != null && drawer !== false;
  return (
    <div
      className={classNames(
        "grid items-start gap-4",
        open ? "grid-cols-1 min-[1100px]:grid-cols-[minmax(0,1fr)_348px]" : "grid-cols-[minmax(0,1fr)]",
      )}
    >
      <div className="min-w-0">{children}</div>
      {drawer}
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
