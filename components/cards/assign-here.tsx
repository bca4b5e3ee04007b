"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAnswer } from "@/components/actions/use-answer";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { TextField } from "@/components/controls/text-field";
import { isUnnamed } from "@/lib/anytime/identity";
import type { FreeCard } from "@/lib/cards/attribution/free-cards-store";
import { assignCardAction, findFreeCards } from "./actions";

interface AssignHereProps {
  user: { readonly id: string; readonly name: string };
  primary?: boolean;
}

/** Assigns a card to a user from their own page: search, choose, and say whether the rest of the account is included. */
export function AssignHere({ user, primary = false }: AssignHereProps) {
  const t = useTranslations("cards");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant={primary ? "primary" : "secondary"} onPress={() => setOpen(true)}>
        {t("assignHere")}
      </Button>
      {open && <AssignHereDialog user={user} onClose={() => setOpen(false)} />}
    </>
  );
}

function AssignHereDialog({ user, onClose }: Pick<AssignHereProps, "user"> & { onClose: () => void }) {
  const t = useTranslations("cards");
  const [chosen, setChosen] = useState<FreeCard | null>(null);
  const [wholeAccount, setWholeAccount] = useState(true);
  const isNamed = chosen !== null && !isUnnamed(chosen.accId);
  return (
    <ConfirmDialog
      title={t("free.title", { name: user.name })}
      text={t("free.text")}
      submit={t("assign.submit")}
      action={assignCardAction}
      input={() => ({ cardId: chosen?.id, userId: user.id, wholeAccount: wholeAccount && isNamed })}
      isReady={chosen !== null}
      say={(name) => t(`assign.problems.${name}`)}
      onClose={onClose}
    >
      <FreeCards userId={user.id} chosen={chosen?.id ?? null} onChoose={setChosen} />
      {isNamed && (
        <label className="flex items-start gap-2 text-table">
          <input
            type="checkbox"
            checked={wholeAccount}
            onChange={(event) => setWholeAccount(event.target.checked)}
            className="mt-0.5 size-4 accent-[var(--accent)]"
          />
          <span>{t("assign.wholeAccount", { account: chosen.accId })}</span>
        </label>
      )}
    </ConfirmDialog>
  );
}

const PACE = { afterMs: 200, longestMs: 10_000 };

interface FreeCardsProps {
  userId: string;
  chosen: string | null;
  onChoose: (card: FreeCard) => void;
}

function FreeCards({ userId, chosen, onChoose }: FreeCardsProps) {
  const t = useTranslations("cards");
  const common = useTranslations("common");
  const [q, setQ] = useState("");
  const { value: found, problem, retry } = useAnswer(findFreeCards, { userId, q }, PACE);
  return (
    <>
      <TextField
        label={t("free.search")}
        value={q}
        onChange={setQ}
        autoComplete="off"
        autoFocus
        maxLength={100}
      />
      <fieldset className="max-h-56 min-w-0 overflow-y-auto rounded-control border border-line">
        <legend className="sr-only">{t("free.cards")}</legend>
        {found === null && problem === null && (
          <p className="px-3 py-2 text-table text-dim">{t("assign.loading")}</p>
        )}
        {found?.length === 0 && <p className="px-3 py-2 text-table text-dim">{t("free.nothing")}</p>}
        {found?.map((card) => (
          <label
            key={card.id}
            className="flex items-center gap-2.5 border-b border-line px-3 py-2 text-table last:border-b-0 hover:bg-hover has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="card"
              checked={chosen === card.id}
              onChange={() => onChoose(card)}
              className="accent-[var(--accent)]"
            />
            <span className="min-w-0 grow">
              <bdi className="block truncate font-medium">{card.cardRef}</bdi>
              <bdi className="block truncate text-label text-faint">
                {card.accId}
                {card.lastMerchant !== null && ` · ${t("free.last", { merchant: card.lastMerchant })}`}
              </bdi>
            </span>
            {card.ofAccount && <span className="shrink-0 text-label text-hold">{t("free.ofAccount")}</span>}
          </label>
        ))}
      </fieldset>
      {problem !== null && (
        <div className="flex flex-wrap items-center gap-2">
          {/* Nothing typed can be lost here, and nothing can be done twice. */}
          <ActionProblem
            problem={problem === "connection_lost" ? "search_lost" : problem}
            say={() => common("searchLost")}
            className="grow"
          />
          <Button size="small" onPress={retry}>
            {common("retry")}
          </Button>
        </div>
      )}
    </>
  );
}
