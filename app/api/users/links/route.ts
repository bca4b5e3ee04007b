import { getTranslations } from "next-intl/server";
import { connectUrl } from "@/lib/env";
import { exportLinks } from "@/lib/links/inviting/export-links";
import { getRuntime } from "@/lib/runtime";
import { answerUserFile } from "../answer-file";

const HEAD = ["name", "email", "reference", "language", "link", "expires"] as const;

/** The connect links of chosen people as CSV: for whoever sends them by other means. */
export async function POST(request: Request): Promise<Response> {
  return answerUserFile(request, "users:write", async ({ scope, ids, separator }) => {
    const { database, auditKeys, env } = getRuntime();
    const t = await getTranslations("selection.file");
    const file = { head: HEAD.map((name) => t(name)), separator, connectUrl: connectUrl(env) };
    return exportLinks(scope, database, auditKeys, ids, file);
  });
}
