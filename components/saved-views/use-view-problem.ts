import { useTranslations } from "next-intl";
import type { ViewProblem } from "@/lib/views/views";

/** The words for why a view was not kept, or not changed. */
export function useViewProblem() {
  const t = useTranslations("savedViews.problems");
  return (problem: ViewProblem) => t(problem);
}
