import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { FieldNote } from "@/lib/anytime/fields";

/** What of a payload was not as documented, and what was made of it. */
export function PayloadNotes({ notes }: { notes: readonly FieldNote[] }) {
  const t = useTranslations("deliveries.notes");
  if (notes.length === 0) return null;
  return (
    <Notice tone="warn" title={t("title")} className="mb-3">
      <ul>
        {notes.map(({ path, problem }) => (
          <li key={`${path} ${problem}`}>{t(problem, { path })}</li>
        ))}
      </ul>
    </Notice>
  );
}
