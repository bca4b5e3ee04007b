import { getLocale, getTranslations } from "next-intl/server";
import { auditFiltersSchema } from "@/lib/audit/audit-filters";
import { AUDIT_FILE_COLUMNS, exportAudit } from "@/lib/audit/export-audit";
import { readBytes } from "@/lib/read-bytes";
import { readJson } from "@/lib/read-json";
import { getRuntime } from "@/lib/runtime";
import { currentStaff, mayNow } from "@/lib/staff/authorise";
import { answerCsv, refuseFile } from "../../answer-csv";

const MOST_BYTES = 4_096;

/** The entries that filters show, as CSV. */
export async function POST(request: Request): Promise<Response> {
  const staff = await currentStaff();
  if (staff === null) return refuseFile(401, "signed_out");
  if (!mayNow(staff, "audit:read")) return refuseFile(403, "not_permitted");
  const body = await readBytes(request, MOST_BYTES);
  const filters = auditFiltersSchema.safeParse(body === null ? null : readJson(body.toString("utf8")));
  if (!filters.success) return refuseFile(400, "invalid_input");
  const { database, auditKeys } = getRuntime();
  const t = await getTranslations("audit.file");
  const separator = (await getLocale()) === "fr" ? ";" : ",";
  const head = AUDIT_FILE_COLUMNS.map((name) => t(name));
  return answerCsv(await exportAudit(staff.scope, database, auditKeys, filters.data, { head, separator }));
}
