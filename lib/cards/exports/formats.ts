/** The files that payments can be taken as. Their names are stored, so they stay as they are. */
export const EXPORT_FORMATS = ["csv", "csv_comma", "xlsx", "ofx"] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How a file is served, and how its name ends. */
export const EXPORT_TYPES: Readonly<Record<ExportFormat, { type: string; ending: string }>> = {
  csv: { type: "text/csv; charset=utf-8", ending: "csv" },
  csv_comma: { type: "text/csv; charset=utf-8", ending: "csv" },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ending: "xlsx" },
  ofx: { type: "application/x-ofx", ending: "ofx" },
};
