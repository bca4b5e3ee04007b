"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { useProblemWords } from "@/components/actions/action-problem";
import { callAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import type { ActionResult } from "@/lib/staff/staff-action";

/** What was done, and how to undo it. */
export interface Done {
  readonly text: string;
  /** Undoes it. Its problems need no names of their own: what cannot be undone says so. */
  readonly undo?: () => Promise<ActionResult<unknown, string>>;
}

/** React Aria keeps one for at least five seconds, and as long as somebody points at it or has its focus. */
const SHOWN_MS = 12_000;
const queue = new ToastQueue<Done>({ maxVisibleToasts: 3 });

/** Says at the foot of the page that something was done. */
export function sayDone(done: Done): void {
  queue.add(done, { timeout: SHOWN_MS });
}

/** Where it is said. F6 leads to it by keyboard. */
export function Toasts() {
  const t = useTranslations("common.toast");
  return (
    <ToastRegion
      queue={queue}
      aria-label={t("region")}
      className="fixed right-4 bottom-4 left-4 z-50 flex flex-col gap-2 outline-none sm:left-auto sm:w-[400px]"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className="flex items-center gap-3 rounded-panel border border-line-strong bg-panel px-4 py-3 text-table shadow-float"
        >
          <ToastContent className="min-w-0 grow [overflow-wrap:anywhere]">
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo !== undefined && (
            <UndoButton undo={toast.content.undo} onDone={() => queue.close(toast.key)} />
          )}
          <AriaButton
            slot="close"
            aria-label={t("close")}
            className="grid size-7 shrink-0 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </AriaButton>
        </Toast>
      )}
    </ToastRegion>
  );
}

function UndoButton({ undo, onDone }: { undo: NonNullable<Done["undo"]>; onDone: () => void }) {
  const t = useTranslations("common.toast");
  const words = useProblemWords((_: string) => t("notUndone"));
  const [pending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const answer = await callAction(undo());
    onDone();
    sayDone({ text: answer.ok ? t("undone") : words(answer.problem) });
  };
  return (
    <Button size="small" onPress={run} isPending={pending} className="shrink-0">
      {t("undo")}
    </Button>
  );
}
