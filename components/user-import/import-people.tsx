"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { Button } from "@/components/controls/button";
import { ChooseFile } from "@/components/file-import/choose-file";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { ExportLinks } from "@/components/user-selection/export-links";
import { MailUsers } from "@/components/user-selection/mail-users";
import type { RowResult } from "@/lib/links/import/import-people";
import { ImportRows, RefusedRows } from "./import-rows";
import { useImport } from "./use-import";

const OUTCOMES = ["created", "updated", "unchanged", "raced"] as const;

/** Imports people from a file: choose it, see what would happen, import it, send links. */
export function ImportPeople({ mayMail }: { mayMail: boolean }) {
  const t = useTranslations("userImport");
  const state = useImport();
  const { file, wrong, preview, results, running, problem, read, carryOut } = state;
  const ids = (results ?? []).flatMap(({ userId }) => userId ?? []);
  const worth = (preview ?? []).filter(({ what }) => what !== "unchanged").length;
  return (
    <div className="flex flex-col gap-4">
      <Panel title={t("file.title")}>
        <p className="mb-2 text-table text-dim">{t("file.text")}</p>
        <pre className="mb-3 overflow-x-auto rounded-control bg-quiet-soft px-3 py-2 font-mono text-[12px]">
          {t("file.example")}
        </pre>
        <ChooseFile
          label={t(file === null ? "file.choose" : "file.another")}
          primary={file === null}
          onChoose={(chosen) => void read(chosen)}
        />
        {wrong !== null && (
          <Notice tone="bad" live className="mt-3">
            {wrong.problem === "no_column"
              ? t("wrong.no_column", { column: wrong.column })
              : t(`wrong.${wrong.problem}`)}
          </Notice>
        )}
      </Panel>
      {running !== null && (
        <p role="status" className="text-table text-dim">
          {t("running", { done: running, count: file?.people.length ?? 0 })}
        </p>
      )}
      <ActionProblem problem={problem} say={() => t("problems.no_site")} />
      {problem !== null && results !== null && (
        <Notice tone="warn">{t("partly", { done: results.length })}</Notice>
      )}
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
      {file !== null && file.refused.length > 0 && <RefusedRows rows={file.refused} />}
      {file !== null && (results ?? preview ?? []).length > 0 && (
        <ImportRows people={file.people} rows={results ?? preview ?? []} done={results !== null} />
      )}
    </div>
  );
}

function Outcomes({ rows, kind }: { rows: readonly RowResult[]; kind: "preview" | "results" }) {
  const t = useTranslations("userImport");
  return (
    <ul role="status" className="flex flex-col gap-1 text-table">
      {OUTCOMES.map((what) => {
        const count = rows.filter((row) => row.what === what).length;
        return count === 0 ? null : <li key={what}>{t(`${kind}.${what}`, { count })}</li>;
      })}
      {rows.length === 0 && <li>{t("preview.none")}</li>}
    </ul>
  );
}
