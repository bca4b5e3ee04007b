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
/** What the bank's API fails with. */
const REASONS = ["unreachable", "our_key", "our_address", "off"] as const;
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
    /** Why the latest step failed: known reasons in words, others by the kind of fault. */
    error({ error }: Job): string {
      const known = REASONS.find((reason) => reason === error);
      return known === undefined ? (error ?? "") : t(`reasons.${known}`);
    },
    by({ createdBy }: Job): string {
      return createdBy === "system" ? t("bySystem") : createdBy;
    },
  };
}
