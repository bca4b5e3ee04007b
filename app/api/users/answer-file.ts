import { getLocale } from "next-intl/server";
import type { CsvSeparator } from "@/lib/csv/write-csv";
import type { Permission } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { chosenSchema, MOST_CHOSEN, resolveChosen } from "@/lib/links/listing/chosen-users";
import { readBytes } from "@/lib/read-bytes";
import { readJson } from "@/lib/read-json";
import { getRuntime } from "@/lib/runtime";
import { currentStaff, mayNow } from "@/lib/staff/authorise";
import { answerCsv, refuseFile } from "../answer-csv";

/** As many ids as may be chosen, and the signs around them. */
const MOST_BYTES = 40 * MOST_CHOSEN + 4_096;

/** Whose file it is, and how its cells are parted in the language of whoever asks. */
interface Asked {
  readonly scope: Scope;
  readonly ids: readonly string[];
  readonly separator: CsvSeparator;
}

/** Answers a file about chosen people. It is asked for by POST, because what is searched for is nobody's business in a log. */
export async function answerUserFile(
  request: Request,
  permission: Permission,
  write: (asked: Asked) => Promise<AsyncGenerator<string>>,
): Promise<Response> {
  const staff = await currentStaff();
  if (staff === null) return refuseFile(401, "signed_out");
  if (!mayNow(staff, permission)) return refuseFile(403, "not_permitted");
  const body = await readBytes(request, MOST_BYTES);
  const chosen = chosenSchema.safeParse(body === null ? null : readJson(body.toString("utf8")));
  if (!chosen.success) return refuseFile(400, "invalid_input");
  const ids = await resolveChosen(staff.scope, getRuntime().database.prisma, chosen.data);
  if (ids === null) return refuseFile(413, "too_many");
  const separator = (await getLocale()) === "fr" ? ";" : ",";
  return answerCsv(await write({ scope: staff.scope, ids, separator }));
}
