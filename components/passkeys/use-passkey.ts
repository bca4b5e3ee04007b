import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { useState } from "react";
import { answerWithPasskey, type BrowserProblem } from "./ask-browser";

type Asked<Problem> =
  | { readonly ok: true; readonly value: PublicKeyCredentialRequestOptionsJSON }
  | { readonly ok: false; readonly problem: Problem };

interface PasskeyUse<Problem extends string> {
  /** Gets the server's question. */
  readonly ask: () => Promise<Asked<Problem>>;
  /** Brings the server the answer. @returns why it does not count, or null */
  readonly give: (passkey: AuthenticationResponseJSON) => Promise<Problem | null>;
}

/** Has somebody use a passkey: `pending` meanwhile, then nothing or a `problem`. */
export function usePasskey<Problem extends string>({ ask, give }: PasskeyUse<Problem>) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | BrowserProblem | null>(null);
  const run = async () => {
    if (pending) return;
    setPending(true);
    setProblem(null);
    const asked = await ask();
    const answered = asked.ok ? await answerWithPasskey(asked.value) : asked;
    setProblem(answered.ok ? await give(answered.value) : answered.problem);
    setPending(false);
  };
  return { run, pending, problem, forget: () => setProblem(null) };
}
