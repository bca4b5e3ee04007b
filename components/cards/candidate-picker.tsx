"use client";

import { useTranslations } from "next-intl";
import { SearchedChoice } from "@/components/fields/searched-choice";
import { searchCandidates } from "./actions";

interface CandidatePickerProps {
  siteId: string;
  first: { id: string; name: string } | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** Linked users of a site, to choose from. */
export function CandidatePicker({ siteId, first, chosen, onChoose }: CandidatePickerProps) {
  const t = useTranslations("cards.assign");
  return (
    <SearchedChoice
      search={searchCandidates}
      question={(q) => ({ siteId, q })}
      words={{ search: t("search"), choices: t("candidates"), loading: t("loading"), nothing: t("nobody") }}
      chosen={chosen}
      onChoose={({ id }) => onChoose(id)}
    >
      {({ id, name, externalReference }) => (
        <>
          <bdi className="min-w-0 truncate font-medium">{name}</bdi>
          <bdi className="min-w-0 truncate text-label text-faint">{externalReference}</bdi>
          {first?.id === id && (
            <span className="ml-auto shrink-0 text-label text-hold">{t("suggested")}</span>
          )}
        </>
      )}
    </SearchedChoice>
  );
}
