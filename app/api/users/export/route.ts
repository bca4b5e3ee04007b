import { getLocale, getTranslations } from "next-intl/server";
import { may } from "@/lib/db/access/permissions";
import { chosenSchema, MOST_CHOSEN, resolveChosen } from "@/lib/links/users/chosen-users";
import { exportUsers } from "@/lib/links/users/export-users";
import { readBytes } from "@/lib/read-bytes";
import { readJson } from "@/lib/read-json";
import { getRuntime } from "@/lib/runtime";
import { currentStaff } from "@/lib/staff/authorise";

/** As many ids as may be chosen, and the signs around them. */
const MOST_BYTES = 40 * MOST_CHOSEN + 4_096;

/** Chosen users as CSV. A POST, because what is searched for is nobody's business in a log. */
export async function POST(request: Request): Promise<Response> {
  const staff = await currentStaff();
  if (staff === null) return refuse(401, "signed_out");
  if (!may(staff.role, "users:export")) return refuse(403, "not_permitted");
  const body = await readBytes(request, MOST_BYTES);
  const chosen = chosenSchema.safeParse(body === null ? null : readJson(body.toString("utf8")));
  if (!chosen.success) return refuse(400, "invalid_input");
  const { database, auditKeys } = getRuntime();
  const ids = await resolveChosen(staff.scope, database.prisma, chosen.data);
  if (ids === null) return refuse(413, "too_many");
  const [t, state, locale] = await Promise.all([
    getTranslations("selection.file"),
    getTranslations("users.state"),
    getLocale(),
  ]);
  const words = {
    head: HEAD.map((name) => t(name)),
    separator: locale === "fr" ? (";" as const) : ("," as const),
    standing: state,
  };
  const parts = exportUsers(staff.scope, database, auditKeys, ids, words);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const part = await parts.next();
      if (part.done === true) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    cancel: async () => void (await parts.return(undefined)),
  });
  return new Response(stream, {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store" },
  });
}

const HEAD = ["name", "email", "reference", "language", "tags", "state", "invited", "linked"] as const;

function refuse(status: number, problem: string): Response {
  return Response.json({ problem }, { status, headers: { "Cache-Control": "no-store" } });
}
