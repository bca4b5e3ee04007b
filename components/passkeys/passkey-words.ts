import { useTranslations } from "next-intl";
import { BROWSER_PROBLEMS, type BrowserProblem } from "./ask-browser";

/** Why a passkey does not count. */
const ANSWERS = ["wrong_passkey", "passkey_over", "too_many"] as const;
export type PasskeyProblem = BrowserProblem | (typeof ANSWERS)[number];

const ALL: readonly string[] = [...BROWSER_PROBLEMS, ...ANSWERS];

/** Whether a problem is one of using passkeys. */
export function isPasskeyProblem(problem: string): problem is PasskeyProblem {
  return ALL.includes(problem);
}

/** The messages for problems of using passkeys. */
export function usePasskeyWords() {
  const t = useTranslations("passkeys.problems");
  return (problem: PasskeyProblem) => {
    if (problem === "wrong_site") return t("wrong_site", { here: window.location.host });
    // What was asked is taken back where the page asks something else, or is left.
    return t(problem === "replaced" ? "cancelled" : problem);
  };
}
