import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { PayloadView } from "@/lib/webhooks/read/read-payload";

/** What in a payload was not as documented, and how it was handled. */
export function PayloadNotes({ notes }: Pick<PayloadView, "notes">) {
  const t = useTranslations("deliveries.notes");
  if (notes.length === 0) return null;
  return (
    <Notice tone="warn" title={t("title")} className="mb-3">
      <ul>
        {notes.map((note) =>
          "path" in note ? (
            <li key={`${note.path} ${note.problem}`}>{t(note.problem, { path: note.path })}</li>
          ) : (
            <li key={`${note.kind} ${note.detail}`}>{t(note.kind, { detail: note.detail })}</li>
          ),
        )}
      </ul>
    </Notice>
  );
}
