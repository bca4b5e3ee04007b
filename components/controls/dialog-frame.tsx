"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Dialog as AriaDialog,
  Heading,
  Modal,
  ModalOverlay,
} from "react-aria-components";

export interface DialogProps {
  title: ReactNode;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  /** For questions that need an answer: a click beside it does not close it. */
  alert?: boolean;
  /** The buttons at the foot, with the acting one last. */
  actions?: ReactNode;
  children: ReactNode;
}

/** What a dialog is drawn with. */
export function DialogFrame({ title, isOpen, onOpenChange, alert, actions, children }: DialogProps) {
  const t = useTranslations("common");
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={alert !== true}
      className="fixed inset-0 z-40 grid grid-cols-1 place-items-center overflow-y-auto bg-scrim p-4"
    >
      <Modal className="w-full max-w-[460px] rounded-sheet border border-line bg-panel shadow-float">
        <AriaDialog role={alert === true ? "alertdialog" : "dialog"} className="outline-none">
          <header className="flex items-start gap-3 px-6 pt-5">
            <Heading slot="title" className="grow text-section font-semibold">
              {title}
            </Heading>
            <AriaButton
              aria-label={t("close")}
              onPress={() => onOpenChange(false)}
              className="-mr-2 grid size-7 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </AriaButton>
          </header>
          <div className="px-6 pt-3 pb-5">{children}</div>
          {actions !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-3.5">
              {actions}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
