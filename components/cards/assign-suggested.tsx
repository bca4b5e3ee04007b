"use client";

import { useTranslations } from "next-intl";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import type { AssignOrder } from "@/lib/cards/attribution/assigned";
import { assignCardsAction } from "./actions";
import { useSayAssigned } from "./say-assigned";

/** Assigns a card to whom it most likely belongs, at once: it can be undone. */
export function AssignSuggested({ order, name }: { order: AssignOrder; name: string }) {
  const t = useTranslations("cards");
  const sayAssigned = useSayAssigned();
  const { run, pending } = useAction(assignCardsAction, sayAssigned);
  return (
    <Button
      size="small"
      variant="primary"
      onPress={() => run({ orders: [order] })}
      isPending={pending}
      aria-label={t("assignTo", { name })}
    >
      {t("accept")}
    </Button>
  );
}
