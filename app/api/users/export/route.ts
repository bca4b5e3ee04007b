import { getTranslations } from "next-intl/server";
import { exportUsers } from "@/lib/links/users/export-users";
import { getRuntime } from "@/lib/runtime";
import { answerUserFile } from "../answer-file";

const HEAD = ["name", "email", "reference", "language", "tags", "state", "invited", "linked"] as const;

/** Chosen users as CSV. */
export async function POST(request: Request): Promise<Response> {
  return answerUserFile(request, "users:export", async ({ scope, ids, separator }) => {
    const { database, auditKeys } = getRuntime();
    const [t, standing] = await Promise.all([
      getTranslations("selection.file"),
      getTranslations("users.state"),
    ]);
    const words = { head: HEAD.map((name) => t(name)), separator, standing };
    return exportUsers(scope, database, auditKeys, ids, words);
  });
}
