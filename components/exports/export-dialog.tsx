"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Select } from "@/components/fields/select";
import { withSiteOfPage } from "@/components/navigation/kept-site";
import { Notice } from "@/components/ui/notice";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/cards/exports/formats";
import type { ExportPreview, OfxOffer } from "@/lib/cards/exports/order-export";
import { orderOne, previewOne } from "./actions";
import { ExportProgress } from "./export-progress";

interface ExportDialogProps {
  query: Readonly<Record<string, string>>;
  filters: readonly string[];
  columns: string;
  onClose: () => void;
}

/** Says what a file would have, orders it, and shows how far it is. */
export function ExportDialog({ query, filters, columns, onClose }: ExportDialogProps) {
  const t = useTranslations("exports");
  const common = useTranslations("common");
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [isAll, setAll] = useState(true);
  const preview = usePreview(query);
  const { run, pending, value: id, problem } = useAction(orderOne, download);
  const isReady = preview.value !== null && preview.value.count > 0;
  const buttons = (
    <>
      <Button onPress={onClose}>{common(id === null ? "cancel" : "close")}</Button>
      {id === null && (
        <Button
          variant="primary"
          onPress={() => run({ query, format, columns: isAll ? null : columns })}
          isPending={pending}
          isDisabled={!isReady}
        >
          {t("submit")}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={t("title")} isOpen onOpenChange={(open) => !open && onClose()} actions={buttons}>
      <div className="flex flex-col gap-4">
        <p className="text-dim">
          {filters.length === 0 ? t("noFilters") : t("filters", { filters: filters.join(", ") })}
        </p>
        <p role="status">{preview.value === null ? t("counting") : <Count preview={preview.value} />}</p>
        <ActionProblem problem={preview.problem} say={noWords} />
        {preview.value !== null && id === null && (
          <>
            <FormatChoice {...{ format, setFormat }} preview={preview.value} />
            {format !== "ofx" && (
              <Select
                label={t("columnsOf.label")}
                value={isAll ? "all" : "screen"}
                onChange={({ target }) => setAll(target.value === "all")}
              >
                <option value="all">{t("columnsOf.all")}</option>
                <option value="screen">{t("columnsOf.screen")}</option>
              </Select>
            )}
          </>
        )}
        {id !== null && <ExportProgress id={id} />}
        <ActionProblem problem={problem} say={(name) => t(`problems.${name}`)} />
      </div>
    </Dialog>
  );
}

function usePreview(query: ExportDialogProps["query"]) {
  const { run, value, problem } = useAction(previewOne);
  // It is counted once, when the dialog opens.
  const ask = useRef(() => run({ query }));
  useEffect(() => ask.current(), []);
  return { value, problem };
}

/** The browser saves what this address answers; the page stays. */
function download(id: string): void {
  const link = document.createElement("a");
  link.href = withSiteOfPage(`/api/exports/${id}`);
  link.download = "";
  link.click();
}

function Count({ preview: { count, isExact } }: { preview: ExportPreview }) {
  const t = useTranslations("exports");
  return isExact ? t("count", { count }) : t("countOver", { count: count - 1 });
}

interface FormatChoiceProps {
  format: ExportFormat;
  setFormat: (format: ExportFormat) => void;
  preview: ExportPreview;
}

const ROWS_OF_SHEET = 1_048_575;

function FormatChoice({ format, setFormat, preview }: FormatChoiceProps) {
  const t = useTranslations("exports");
  const { ofx, count, isExact } = preview;
  const offered = EXPORT_FORMATS.filter((name) => name !== "ofx" || ofx.offered);
  return (
    <>
      <Select
        label={t("format")}
        value={format}
        onChange={({ target }) => setFormat(offered.find((name) => name === target.value) ?? "csv")}
      >
        {offered.map((name) => (
          <option key={name} value={name}>
            {t(`formats.${name}`)}
          </option>
        ))}
      </Select>
      {format === "xlsx" && (count > ROWS_OF_SHEET || !isExact) && (
        <p className="text-label text-dim">{t("sheets")}</p>
      )}
      {!ofx.offered && count > 0 && <p className="text-label text-dim">{t(`ofx.${ofx.why}`)}</p>}
      {format === "ofx" && ofx.offered && <LeftOut ofx={ofx} />}
    </>
  );
}

function LeftOut({ ofx }: { ofx: Extract<OfxOffer, { offered: true }> }) {
  const t = useTranslations("exports.ofx");
  const { included, accounts, unsettled, withoutBalance } = ofx;
  return (
    <Notice>
      <p>{t("included", { included, accounts })}</p>
      {unsettled > 0 && <p>{t("unsettled", { count: unsettled })}</p>}
      {withoutBalance > 0 && <p>{t("withoutBalance", { count: withoutBalance })}</p>}
    </Notice>
  );
}
