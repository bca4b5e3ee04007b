import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import { readStatus } from "@/lib/anytime/values/transaction-status";
import { EXPORT_TYPES } from "@/lib/cards/exports/formats";
import { openExport } from "@/lib/cards/exports/open-export";
import type { SheetColumn } from "@/lib/cards/exports/sheet-columns";
import { getRuntime } from "@/lib/runtime";
import { currentStaff, mayNow } from "@/lib/staff/authorise";
import { prepareReads } from "@/lib/staff/read-lists";
import { toStream } from "../../to-stream";

/** A file of payments that its reader ordered a moment ago. It is written while it is read. */
export async function GET(_: Request, { params }: RouteContext<"/api/exports/[id]">): Promise<Response> {
  const staff = await currentStaff();
  if (staff === null) return refuse(401, "signed_out", "Sign in first.");
  if (!mayNow(staff, "transactions:export")) return refuse(403, "not_permitted", "You may not export.");
  const id = z.uuid().safeParse((await params).id).data;
  const [words, read] = await Promise.all([readWords(), prepareReads()]);
  const db = getRuntime().database.prisma;
  const file = id === undefined ? null : await openExport(staff.scope, { db, read, words }, id);
  if (file === null) return refuse(404, "not_found", "Order the file again.");
  const { type, ending } = EXPORT_TYPES[file.format];
  return new Response(toStream(file.bytes), {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${words.file}-${bankDayOf(file.createdAt)}.${ending}"`,
      "Cache-Control": "no-store",
    },
  });
}

async function readWords() {
  const [locale, t, status] = await Promise.all([
    getLocale(),
    getTranslations("exports"),
    getTranslations("transactions.status"),
  ]);
  return {
    locale,
    sheet: t("sheet"),
    file: t("file"),
    column: (name: SheetColumn) => t(`columns.${name}`),
    status: (letter: string) => {
      const meaning = readStatus(letter);
      return meaning === "unknown" ? letter : status(meaning);
    },
    direction: (direction: "debit" | "credit") => t(`directions.${direction}`),
  };
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status, headers: { "Cache-Control": "no-store" } });
}
