"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import {
  assignCardAction,
  type Candidate,
  searchCandidates,
} from "@/app/(staff)/transactions/unattributed/actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";

interface AssignDialogProps {
  card: { cardId: string; siteId: string; cardRef: string; accId: string };
  suggestion: { id: string; name: string } | null;
}

const PROBLEMS = [
  "card_not_found",
  "user_not_found",
  "already_assigned",
  "not_permitted",
  "signed_out",
] as const;

/** Gives a card to a linked user: search, choose, and say whether the rest of the account goes with it. */
export function AssignDialog({ card, suggestion }: AssignDialogProps) {
  const t = useTranslations("cards.assign");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(suggestion?.id ?? null);
  const [wholeAccount, setWholeAccount] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const assign = () =>
    start(async () => {
      const result = await assignCardAction({ cardId: card.cardId, userId: chosen, wholeAccount });
      if (result.ok) setOpen(false);
      else setProblem(result.problem);
    });
  return (
    <>
      <Button size="small" variant="primary" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog
        title={t("title", { card: card.cardRef })}
        isOpen={open}
        onOpenChange={setOpen}
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{common("cancel")}</Button>
            <Button variant="primary" onPress={assign} isPending={pending} isDisabled={chosen === null}>
              {t("submit")}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t("text")}</p>
          {problem !== null && (
            <Notice tone="bad" live>
              {t(`problems.${PROBLEMS.find((name) => name === problem) ?? "user_not_found"}`)}
            </Notice>
          )}
          <CandidatePicker siteId={card.siteId} first={suggestion} chosen={chosen} onChoose={setChosen} />
          <label className="flex items-start gap-2 text-table">
            <input
              type="checkbox"
              checked={wholeAccount}
              onChange={(event) => setWholeAccount(event.target.checked)}
              className="mt-0.5 size-4 accent-[var(--accent)]"
            />
            <span>{t("wholeAccount", { account: card.accId })}</span>
          </label>
        </div>
      </Dialog>
    </>
  );
}

interface CandidatePickerProps {
  siteId: string;
  first: { id: string; name: string } | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}

const TYPING_MS = 200;

function CandidatePicker({ siteId, first, chosen, onChoose }: CandidatePickerProps) {
  const t = useTranslations("cards.assign");
  const [q, setQ] = useState("");
  const [found, setFound] = useState<readonly Candidate[] | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const result = await searchCandidates({ siteId, q });
      if (wanted && result.ok) setFound(result.value);
    }, TYPING_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [siteId, q]);
  return (
    <>
      <TextField label={t("search")} value={q} onChange={setQ} autoComplete="off" autoFocus />
      <fieldset className="max-h-56 min-w-0 overflow-y-auto rounded-control border border-line">
        <legend className="sr-only">{t("candidates")}</legend>
        {found === null && <p className="px-3 py-2 text-table text-dim">{t("loading")}</p>}
        {found?.length === 0 && <p className="px-3 py-2 text-table text-dim">{t("nobody")}</p>}
        {found?.map((candidate) => (
          <label
            key={candidate.id}
            className="flex items-center gap-2.5 border-b border-line px-3 py-2 text-table last:border-b-0 hover:bg-hover has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="candidate"
              checked={chosen === candidate.id}
              onChange={() => onChoose(candidate.id)}
              className="accent-[var(--accent)]"
            />
            <bdi className="min-w-0 truncate font-medium">{candidate.name}</bdi>
            <bdi className="min-w-0 truncate text-label text-faint">{candidate.externalReference}</bdi>
            {first?.id === candidate.id && (
              <span className="ml-auto shrink-0 text-label text-hold">{t("suggested")}</span>
            )}
          </label>
        ))}
      </fieldset>
    </>
  );
}
