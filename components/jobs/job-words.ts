import { useTranslations } from "next-intl";
import { z } from "zod";
import { JOB_KINDS, type JobKind } from "@/lib/jobs/kinds";
import type { Job } from "@/lib/jobs/work";

const count = z.number().default(0);
const fetchedSchema = z.object({
  added: count,
  changed: count,
  refused: count,
  unreadable: count,
  unasked: count,
});
const KINDS = Object.keys(JOB_KINDS) as JobKind[];

/** The words for jobs: which, how far, and who ordered it. */
export function useJobWords() {
  const t = useTranslations("jobs");
  return {
    /** A kind of another version of this software has no words. */
    name({ kind }: Job): string {
      const known = KINDS.find((name) => name === kind);
      return known === undefined ? kind : t(`kinds.${known}`);
    },
    progress({ done, total, result, kind, state }: Job): string {
      const fetched = kind === "payments.fetch" && state === "done" ? fetchedSchema.safeParse(result) : null;
      if (fetched?.success === true) return t("fetched", fetched.data);
      if (total > 0) return t("progress", { done, total });
      return done > 0 ? t("count", { done }) : "";
    },
    by({ createdBy }: Job): string {
      return createdBy === "system" ? t("bySystem") : createdBy;
    },
  };
}
