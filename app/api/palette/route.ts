import { z } from "zod";
import { onBehalfOf } from "@/lib/db/access/on-behalf-of";
import { findAnything } from "@/lib/overview/find-anything";
import { readBytes } from "@/lib/read-bytes";
import { readJson } from "@/lib/read-json";
import { getRuntime } from "@/lib/runtime";
import { currentStaff } from "@/lib/staff/authorise";
import { readLists } from "@/lib/staff/read-lists";

const MOST_BYTES = 4_096;
// What Postgres cannot store, nobody finds.
const askedSchema = z.object({
  typed: z
    .string()
    .max(100)
    .transform((text) => text.replaceAll("\0", "").toWellFormed().trim()),
});

/** What a member of staff may mean by what they type. A POST, because names are nobody's business in a log. */
export async function POST(request: Request): Promise<Response> {
  const staff = await currentStaff();
  if (staff === null) return refuse(401, "signed_out", "Sign in first.");
  const body = await readBytes(request, MOST_BYTES);
  const asked = askedSchema.safeParse(body === null ? null : readJson(body.toString("utf8")));
  if (!asked.success) return refuse(400, "invalid_request", "The request is not valid.");
  const { typed } = asked.data;
  if (typed !== "") getRuntime().sights.searched(staff.scope);
  const found = await onBehalfOf(request.signal, () =>
    readLists((reader) => findAnything(staff.scope, reader, typed)),
  );
  return Response.json(found, { headers: { "Cache-Control": "no-store" } });
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: { "Cache-Control": "no-store" } });
}
