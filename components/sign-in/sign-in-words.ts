import { useTranslations } from "next-intl";
import type { BrowserProblem } from "@/components/passkeys/ask-browser";
import { isPasskeyProblem, usePasskeyWords } from "@/components/passkeys/passkey-words";
import type { Problem } from "./try-sign-in";

/** The messages for problems of signing in, in whatever way. */
export function useSignInWords() {
  const t = useTranslations("signIn");
  const words = usePasskeyWords();
  return (problem: Problem | BrowserProblem) => (isPasskeyProblem(problem) ? words(problem) : t(problem));
}
