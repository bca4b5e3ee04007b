"use client";

import { useTranslations } from "next-intl";
import { sayDone } from "@/components/controls/toasts";
import type { Assigned } from "@/lib/cards/attribution/assigned";
import { undoAssignAction } from "./actions";

/** Says how many cards were assigned, and offers to undo it. */
export function useSayAssigned() {
  const t = useTranslations("cards");
  return (done: readonly Assigned[]) => {
    const count = done.reduce((sum, { cardIds }) => sum + cardIds.length, 0);
    sayDone({
      text: t("assigned", { count }),
      ...(count === 0 ? {} : { undo: () => undoAssignAction({ done }) }),
    });
  };
}
