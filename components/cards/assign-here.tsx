"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { SearchedChoice } from "@/components/fields/searched-choice";
import { isUnnamed } from "@/lib/anytime/identity";
import type { FreeCard } from "@/lib/cards/attribution/free-cards-store";
import { assignCardAction, findFreeCards } from "./actions";
import { useSayAssigned } from "./say-assigned";
import { WholeAccount } from "./whole-account";

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
  const sayAssigned = useSayAssigned();
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
      onDone={(done) => {
        sayAssigned(done);
        return null;
      }}
      say={(name) => t(`assign.problems.${name}`)}
      onClose={onClose}
    >
      <FreeCards userId={user.id} chosen={chosen?.id ?? null} onChoose={setChosen} />
      {isNamed && <WholeAccount accId={chosen.accId} value={wholeAccount} onChange={setWholeAccount} />}
    </ConfirmDialog>
  );
}

interface FreeCardsProps {
  userId: string;
  chosen: string | null;
  onChoose: (card: FreeCard) => void;
}

function FreeCards({ userId, chosen, onChoose }: FreeCardsProps) {
  const t = useTranslations("cards");
  return (
    <SearchedChoice
      search={findFreeCards}
      question={(q) => ({ userId, q })}
      words={{
        search: t("free.search"),
        choices: t("free.cards"),
        loading: t("assign.loading"),
        nothing: t("free.nothing"),
      }}
      chosen={chosen}
      onChoose={onChoose}
      maxLength={100}
    >
      {({ cardRef, accId, lastMerchant, ofAccount }) => (
        <>
          <span className="min-w-0 grow">
            <bdi className="block truncate font-medium">{cardRef}</bdi>
            <bdi className="block truncate text-label text-faint">
              {accId}
              {lastMerchant !== null && ` · ${t("free.last", { merchant: lastMerchant })}`}
            </bdi>
          </span>
          {ofAccount && <span className="shrink-0 text-label text-hold">{t("free.ofAccount")}</span>}
        </>
      )}
    </SearchedChoice>
  );
}
