"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect } from "react";
import { ButtonLink } from "@/components/controls/button-link";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";

interface SearchedBackProps {
  /** How far back was searched: an instant. */
  until: string;
  /** This page as it is: read again, it goes no further back, and loses nothing. */
  hereHref: string;
  furtherHref: string;
}

/** Says how far a search came before its time was over, and leads on. */
export function SearchedBack({ until, hereHref, furtherHref }: SearchedBackProps) {
  const t = useTranslations("transactions");
  const format = useFormatter();
  useEffect(() => {
    window.history.replaceState(null, "", hereHref);
  }, [hereHref]);
  const day = format.dateTime(new Date(until), {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: BANK_ZONE,
  });
  return (
    <p className="flex flex-wrap items-center gap-3 px-1 py-3 text-table text-dim">
      {t("searchedBack", { day })}
      <ButtonLink href={furtherHref} size="small">
        {t("searchFurther")}
      </ButtonLink>
    </p>
  );
}
