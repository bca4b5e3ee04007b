"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import type { CommonProblem } from "@/components/actions/use-action";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { WrongFile } from "@/lib/csv/read-table";
import { ChooseFile } from "./choose-file";

interface FilePanelProps {
  /** What the file may contain, and what its lines do. */
  text: string;
  /** Its first line. */
  example: string;
  state: {
    readonly file: { readonly lines: readonly unknown[] } | null;
    readonly wrong: WrongFile | null;
    readonly results: readonly unknown[] | null;
    readonly running: number | null;
    readonly problem: CommonProblem | "no_site" | null;
    readonly read: (file: Blob) => Promise<void>;
  };
}

/** Asks for a file to import, and says what is wrong with it, how far it is, and what went wrong. */
export function FilePanel({ text, example, state }: FilePanelProps) {
  const t = useTranslations("fileImport");
  const { file, wrong, results, running, problem, read } = state;
  return (
    <>
      <Panel title={t("title")}>
        <p className="mb-2 text-table text-dim">{text}</p>
        <pre className="mb-3 overflow-x-auto rounded-control bg-quiet-soft px-3 py-2 font-mono text-[12px]">
          {example}
        </pre>
        <ChooseFile
          label={t(file === null ? "choose" : "another")}
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
          {t("running", { done: running, count: file?.lines.length ?? 0 })}
        </p>
      )}
      <ActionProblem problem={problem} say={() => t("problems.no_site")} />
      {problem !== null && results !== null && (
        <Notice tone="warn">{t("partly", { done: results.length })}</Notice>
      )}
    </>
  );
}
