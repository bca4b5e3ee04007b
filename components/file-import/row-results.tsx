"use client";

import { useLocale, useTranslations } from "next-intl";
import { saveFile } from "@/components/actions/save-file";
import { Button } from "@/components/controls/button";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/csv/write-csv";

/** A line of a chosen file, and what becomes of it. */
export interface ImportedRow {
  readonly line: number;
  /** What the line is about, under the `heads`. */
  readonly about: readonly string[];
  readonly outcome: string;
}

interface RowResultsProps {
  title: string;
  heads: readonly string[];
  outcomeHead: string;
  rows: readonly ImportedRow[];
  /** The name of the file that all rows can be saved as. */
  fileName: string;
}

const MOST_SHOWN = 50;

/** What becomes of each line of a file: the first of them on the page, all of them as a file. */
export function RowResults({ title, heads, outcomeHead, rows, fileName }: RowResultsProps) {
  const t = useTranslations("fileImport");
  const separator = useLocale() === "fr" ? ";" : ",";
  const save = () => {
    const head = csvLine([t("line"), ...heads, outcomeHead], separator);
    const lines = rows.map(({ line, about, outcome }) => csvLine([line, ...about, outcome], separator));
    saveFile(new Blob([BYTE_ORDER_MARK, head, ...lines], { type: "text/csv;charset=utf-8" }), fileName);
  };
  return (
    <Panel
      title={title}
      flush
      actions={
        <Button size="small" onPress={save}>
          {t("save")}
        </Button>
      }
    >
      <Table label={title} compact>
        <TableHead>
          <Th numeric className="w-0">
            {t("line")}
          </Th>
          {heads.map((head) => (
            <Th key={head}>{head}</Th>
          ))}
          <Th>{outcomeHead}</Th>
        </TableHead>
        <TableBody>
          {rows.slice(0, MOST_SHOWN).map(({ line, about, outcome }) => (
            <Tr key={line}>
              <Td numeric>{line}</Td>
              {heads.map((head, place) => (
                <Td key={head}>{about[place]}</Td>
              ))}
              <Td className="min-w-[24ch] !whitespace-normal py-1.5">{outcome}</Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      {rows.length > MOST_SHOWN && (
        <p className="border-t border-line px-[18px] py-3 text-label text-faint">
          {t("more", { count: rows.length - MOST_SHOWN })}
        </p>
      )}
    </Panel>
  );
}

interface RefusedRowsProps<Problem> {
  rows: readonly { readonly line: number; readonly problem: Problem }[];
  /** What to change in the line. */
  say: (problem: Problem) => string;
}

/** The lines of a file that are left out, each with what to change in it. */
export function RefusedRows<Problem>({ rows, say }: RefusedRowsProps<Problem>) {
  const t = useTranslations("fileImport");
  return (
    <RowResults
      title={t("refused", { count: rows.length })}
      heads={[]}
      outcomeHead={t("why")}
      rows={rows.map(({ line, problem }) => ({ line, about: [], outcome: say(problem) }))}
      fileName={t("refusedFile")}
    />
  );
}
