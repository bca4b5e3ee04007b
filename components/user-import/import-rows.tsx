"use client";

import { useFormatter, useTranslations } from "next-intl";
import { RowResults } from "@/components/file-import/row-results";
import type { RowResult } from "@/lib/links/import/import-people";
import type { ImportedPerson } from "@/lib/links/import/people-file";

interface ImportRowsProps {
  people: readonly ImportedPerson[];
  rows: readonly RowResult[];
  /** Or only what would become of them. */
  done: boolean;
}

/** What becomes of each person in a file. */
export function ImportRows({ people, rows, done }: ImportRowsProps) {
  const t = useTranslations("userImport.rows");
  const format = useFormatter();
  const byLine = new Map(people.map((person) => [person.line, person]));
  const told = rows.map(({ line, what, changes }) => {
    const { externalReference = "", name = "" } = byLine.get(line) ?? {};
    const fields = format.list(changes.map((field) => t(`fields.${field}`)));
    return { line, about: [externalReference, name], outcome: t(what, { what: fields }) };
  });
  return (
    <RowResults
      title={t("title")}
      heads={[t("reference"), t("name")]}
      outcomeHead={t(done ? "done" : "outcome")}
      rows={told}
      fileName={t("file")}
    />
  );
}
