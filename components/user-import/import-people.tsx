"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/controls/button";
import { FilePanel } from "@/components/file-import/file-panel";
import { RefusedRows } from "@/components/file-import/row-results";
import { Panel } from "@/components/ui/panel";
import { ExportLinks } from "@/components/user-selection/export-links";
import { MailUsers } from "@/components/user-selection/mail-users";
import type { RowResult } from "@/lib/links/import/import-people";
import { ImportRows } from "./import-rows";
import { useImport } from "./use-import";

const OUTCOMES = ["created", "updated", "unchanged", "raced"] as const;

/** Imports people from a file: choose it, see what would happen, import it, send links. */
export function ImportPeople({ mayMail }: { mayMail: boolean }) {
  const t = useTranslations("userImport");
  const state = useImport();
  const { file, preview, results, running, carryOut } = state;
  const ids = (results ?? []).flatMap(({ userId }) => userId ?? []);
  const worth = (preview ?? []).filter(({ what }) => what !== "unchanged").length;
  return (
    <div className="flex flex-col gap-4">
      <FilePanel text={t("file.text")} example={t("file.example")} state={state} />
      {file !== null && preview !== null && results === null && (
        <Panel title={t("preview.title")}>
          <Outcomes rows={preview} kind="preview" />
          <Button
            variant="primary"
            onPress={carryOut}
            isPending={running !== null}
            isDisabled={worth === 0}
            className="mt-3"
          >
            {t("preview.submit", { count: worth })}
          </Button>
        </Panel>
      )}
      {results !== null && (
        <Panel title={t("results.title")}>
          <Outcomes rows={results} kind="results" />
          {ids.length > 0 && (
            <>
              <p className="mt-4 mb-2 text-table text-dim">
                {t(mayMail ? "results.next" : "results.nextFile")}
              </p>
              <div className="flex flex-wrap gap-2">
                {mayMail && <MailUsers chosen={{ ids }} kind="link" />}
                <ExportLinks chosen={{ ids }} />
              </div>
            </>
          )}
        </Panel>
      )}
      {file !== null && file.refused.length > 0 && (
        <RefusedRows rows={file.refused} say={(problem) => t(`refused.${problem}`)} />
      )}
      {file !== null && (results ?? preview ?? []).length > 0 && (
        <ImportRows people={file.lines} rows={results ?? preview ?? []} done={results !== null} />
      )}
    </div>
  );
}

function Outcomes({ rows, kind }: { rows: readonly RowResult[]; kind: "preview" | "results" }) {
  const t = useTranslations("userImport");
  return (
    <div role="status">
      <ul className="flex flex-col gap-1 text-table">
        {OUTCOMES.map((what) => {
          const count = rows.filter((row) => row.what === what).length;
          return count === 0 ? null : <li key={what}>{t(`${kind}.${what}`, { count })}</li>;
        })}
        {rows.length === 0 && <li>{t("preview.none")}</li>}
      </ul>
    </div>
  );
}
