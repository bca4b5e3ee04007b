"use client";

import { useTranslations } from "next-intl";
import { runInParts } from "@/components/actions/run-in-parts";
import { undoAssignAction } from "@/components/cards/actions";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import { FilePanel } from "@/components/file-import/file-panel";
import { RefusedRows, RowResults } from "@/components/file-import/row-results";
import { useFileImport } from "@/components/file-import/use-file-import";
import { Panel } from "@/components/ui/panel";
import type { NamedResult } from "@/lib/cards/attribution/assign-named";
import type { Assigned } from "@/lib/cards/attribution/assigned";
import { type CardLine, LINES_AT_ONCE, readCardsFile } from "@/lib/cards/attribution/cards-file";
import { assignPart } from "./actions";

type Row = NamedResult & { readonly line: number };

/** Assigns cards from a file: choose it, see what would happen, carry it out, undo it. */
export function ImportCards() {
  const t = useTranslations("cardImport");
  const state = useFileImport({
    readFile: readCardsFile,
    atOnce: LINES_AT_ONCE,
    send: (lines, preview) => assignPart({ lines, preview }),
  });
  const { file, preview, results, running, carryOut } = state;
  const rows = results ?? preview ?? [];
  const done = results !== null;
  const assign = async () => {
    const assigned = (await carryOut()).flatMap((row) => row.assigned ?? []);
    if (assigned.length > 0)
      sayDone({ text: t("sums.done", { count: countCards(assigned) }), undo: () => undoAll(assigned) });
  };
  return (
    <div className="flex flex-col gap-4">
      <FilePanel text={t("text")} example={t("example")} state={state} />
      {file !== null && (preview !== null || done) && (
        <Panel title={t(done ? "results.title" : "preview.title")}>
          <Sums rows={rows} done={done} />
          {!done && (
            <Button
              variant="primary"
              onPress={() => void assign()}
              isPending={running !== null}
              isDisabled={countOf(rows, "assigned") === 0}
              className="mt-3"
            >
              {t("preview.submit", { count: countOf(rows, "assigned") })}
            </Button>
          )}
        </Panel>
      )}
      {file !== null && file.refused.length > 0 && (
        <RefusedRows rows={file.refused} say={(problem) => t(`refused.${problem}`)} />
      )}
      {file !== null && rows.length > 0 && <CardRows lines={file.lines} rows={rows} done={done} />}
    </div>
  );
}

/** Undoes all parts; what somebody has changed since stays. */
async function undoAll(assigned: readonly Assigned[]) {
  const { values, problem } = await runInParts(assigned, LINES_AT_ONCE, (done) => undoAssignAction({ done }));
  return problem === null || values.length > 0
    ? ({ ok: true, value: null } as const)
    : ({ ok: false, problem } as const);
}

const countOf = (rows: readonly Row[], outcome: Row["outcome"]) =>
  rows.filter((row) => row.outcome === outcome).length;
const countCards = (assigned: readonly Assigned[]) =>
  assigned.reduce((sum, { cardIds }) => sum + cardIds.length, 0);

function Sums({ rows, done }: { rows: readonly Row[]; done: boolean }) {
  const t = useTranslations("cardImport.sums");
  const [assigned, unchanged] = [countOf(rows, "assigned"), countOf(rows, "unchanged")];
  const left = rows.length - assigned - unchanged;
  return (
    <div role="status">
      <ul className="flex flex-col gap-1 text-table">
        {assigned > 0 && <li>{t(done ? "done" : "assigned", { count: assigned })}</li>}
        {unchanged > 0 && <li>{t("unchanged", { count: unchanged })}</li>}
        {left > 0 && <li>{t("left", { count: left })}</li>}
      </ul>
    </div>
  );
}

interface CardRowsProps {
  lines: readonly CardLine[];
  rows: readonly Row[];
  done: boolean;
}

function CardRows({ lines, rows, done }: CardRowsProps) {
  const t = useTranslations("cardImport");
  const byLine = new Map(lines.map((one) => [one.line, one]));
  const told = rows.map(({ line, outcome }) => {
    const { cardRef = "", accId = null, externalReference = "" } = byLine.get(line) ?? {};
    return { line, about: [cardRef, accId ?? "", externalReference], outcome: t(`outcome.${outcome}`) };
  });
  return (
    <RowResults
      title={t("rows.title")}
      heads={[t("rows.card"), t("rows.account"), t("rows.reference")]}
      outcomeHead={t(done ? "rows.done" : "rows.outcome")}
      rows={told}
      fileName={t("rows.file")}
    />
  );
}
