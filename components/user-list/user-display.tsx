"use client";

import { useTranslations } from "next-intl";
import { ChooseColumns } from "@/components/list-display/choose-columns";
import { USER_LIST, type UserColumn } from "@/lib/links/listing/user-columns";

/** How the linked users are shown. */
export interface UserDisplay {
  readonly columns: readonly UserColumn[];
  /** They are not the usual ones. */
  readonly isChosen: boolean;
  readonly isCompact: boolean;
}

/** The choice of the columns of linked users. */
export function UserDisplayButton({ columns, isCompact }: UserDisplay) {
  const t = useTranslations("users.columns");
  return <ChooseColumns list="people" columns={USER_LIST} shown={columns} textOf={t} isCompact={isCompact} />;
}
