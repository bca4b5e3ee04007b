import { useTranslations } from "next-intl";
import { knownAction } from "@/lib/audit/actions";

/** The words of the audit trail: what was done, and who did it if that is not a staff member. */
export function useAuditWords() {
  const t = useTranslations("audit");
  return {
    /** @returns the words for an action, null for one without any */
    describeAction(action: string): string | null {
      const known = knownAction(action);
      return known === null ? null : t(`actions.${known}`);
    },
    nameActor(name: string): string {
      if (name === "system") return t("actors.system");
      return name === "end user" ? t("actors.end_user") : name;
    },
  };
}

/** Words that begin a line, inside a sentence. */
export function inSentence(words: string): string {
  return words.slice(0, 1).toLocaleLowerCase() + words.slice(1);
}
