"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { useSelection } from "@/components/user-selection/selection";
import { isUnnamed } from "@/lib/anytime/identity";
import type { AssignOrder } from "@/lib/cards/attribution/assigned";
import { assignCardsAction } from "./actions";
import { CandidatePicker } from "./candidate-picker";
import { useSayAssigned } from "./say-assigned";

/** A row that can be chosen: a card, or an account by one of its cards. */
interface ChoosableRow {
  readonly cardId: string;
  readonly siteId: string;
  readonly accId: string;
  readonly cards?: number;
  readonly suggestion: { readonly id: string } | null;
}

/** What can be done with chosen cards: each to whom it most likely belongs, or all to one person. */
export function AssignChosen({ rows }: { rows: readonly ChoosableRow[] }) {
  const t = useTranslations("cards");
  const { ids, clear } = useSelection();
  const sayAssigned = useSayAssigned();
  const [open, setOpen] = useState(false);
  const { run, pending, problem } = useAction(assignCardsAction, (done) => {
    sayAssigned(done);
    clear();
  });
  const chosen = rows.filter(({ cardId }) => ids.has(cardId));
  const [first] = chosen;
  if (first === undefined) return <p className="sr-only" role="status" />;
  const suggested = chosen.flatMap((row) => (row.suggestion === null ? [] : orderOf(row, row.suggestion.id)));
  return (
    <section
      aria-label={t("chosen.title")}
      className="sticky bottom-3 z-20 mt-3 flex flex-wrap items-center gap-2 rounded-panel border border-line-strong bg-panel px-4 py-2.5 shadow-float"
    >
      <p role="status" className="text-table font-medium">
        {t("chosen.count", { count: chosen.length })}
      </p>
      <ActionProblem problem={problem} say={noWords} />
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {suggested.length > 0 && (
          <Button
            size="small"
            variant="primary"
            onPress={() => run({ orders: suggested })}
            isPending={pending}
          >
            {t("chosen.accept", { count: suggested.length })}
          </Button>
        )}
        <Button size="small" onPress={() => setOpen(true)}>
          {t("chosen.toOne")}
        </Button>
        <Button size="small" onPress={clear}>
          {t("chosen.clear")}
        </Button>
      </div>
      {open && <AssignToOne rows={chosen} siteId={first.siteId} onClose={() => setOpen(false)} />}
    </section>
  );
}

function orderOf({ cardId, accId, cards }: ChoosableRow, userId: string): AssignOrder {
  return { cardId, userId, wholeAccount: cards !== undefined && !isUnnamed(accId) };
}

interface AssignToOneProps {
  rows: readonly ChoosableRow[];
  siteId: string;
  onClose: () => void;
}

function AssignToOne({ rows, siteId, onClose }: AssignToOneProps) {
  const t = useTranslations("cards");
  const { clear } = useSelection();
  const sayAssigned = useSayAssigned();
  const [user, setUser] = useState<string | null>(null);
  return (
    <ConfirmDialog
      title={t("chosen.toOneTitle", { count: rows.length })}
      text={t("chosen.toOneText")}
      submit={t("chosen.submit")}
      action={assignCardsAction}
      input={() => ({ orders: rows.map((row) => orderOf(row, user ?? "")) })}
      isReady={user !== null}
      onDone={(done) => {
        sayAssigned(done);
        clear();
        return null;
      }}
      say={noWords}
      onClose={onClose}
    >
      <CandidatePicker siteId={siteId} first={null} chosen={user} onChoose={setUser} />
    </ConfirmDialog>
  );
}
