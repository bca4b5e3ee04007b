import { useTranslations } from "next-intl";
import { JOB_KINDS, type JobKind } from "@/lib/jobs/kinds";
import type { Job } from "@/lib/jobs/work";

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
    progress({ done, total }: Job): string {
      if (total > 0) return t("progress", { done, total });
      return done > 0 ? t("count", { done }) : "";
    },
    by({ createdBy }: Job): string {
      return createdBy === "system" ? t("bySystem") : createdBy;
    },
  };
}
