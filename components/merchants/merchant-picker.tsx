"use client";

import { useTranslations } from "next-intl";
import { SearchedChoice } from "@/components/fields/searched-choice";
import { searchMerchantsAction } from "./actions";

interface MerchantPickerProps {
  siteId: string;
  except: string;
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** Merchants of a site, to choose one from. */
export function MerchantPicker({ siteId, except, chosen, onChoose }: MerchantPickerProps) {
  const t = useTranslations("merchants.merge");
  return (
    <SearchedChoice
      search={searchMerchantsAction}
      question={(text) => ({ siteId, except, text })}
      words={{ search: t("search"), choices: t("candidates"), loading: t("loading"), nothing: t("nobody") }}
      chosen={chosen}
      onChoose={({ id }) => onChoose(id)}
      offersFirst={false}
    >
      {({ name }) => <bdi className="min-w-0 truncate font-medium">{name}</bdi>}
    </SearchedChoice>
  );
}
