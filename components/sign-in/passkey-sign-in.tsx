"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/controls/button";
import { offerPasskeys, offersPasskeys, stopAsking } from "@/components/passkeys/ask-browser";
import { OrLine } from "@/components/passkeys/or-line";
import { usePasskey } from "@/components/passkeys/use-passkey";
import { Notice } from "@/components/ui/notice";
import type { PasskeyQuestion } from "@/lib/staff/passkeys/ask-passkey";
import { askAnyPasskey } from "./actions";
import { useSignInWords } from "./sign-in-words";
import { type Problem, tryPasskey } from "./try-sign-in";

/** What is offered beside the e-mail is asked anew before its question expires, in five minutes. */
const RENEW_MS = 4 * 60_000;

/** Signs in with a passkey: by a button, or by choosing one where the e-mail is typed. */
export function PasskeySignIn({ goOnTo }: { goOnTo: string }) {
  const t = useTranslations("passkeys");
  const words = useSignInWords();
  const { run, pending, problem } = usePasskey<Problem>({
    ask: askPlainly,
    give: async (passkey) => {
      const found = await tryPasskey(passkey);
      if (found === null) window.location.assign(goOnTo);
      return found;
    },
  });
  const chosen = usePasskeysOffered(goOnTo, pending);
  const shown = problem ?? (pending ? null : chosen);
  return (
    <div className="mt-4 flex flex-col gap-4">
      <OrLine />
      {shown !== null && (
        <Notice tone="bad" live>
          {words(shown)}
        </Notice>
      )}
      <Button size="large" onPress={() => void run()} isPending={pending}>
        <KeyRound aria-hidden="true" />
        {t("signIn")}
      </Button>
    </div>
  );
}

/**
 * Offers passkeys where the e-mail is typed, in browsers that can; while the button's question stands, nothing is.
 *
 * @returns why one that was chosen there did not count
 */
function usePasskeysOffered(goOnTo: string, isAsking: boolean): Problem | null {
  const [problem, setProblem] = useState<Problem | null>(null);
  const signIn = useEffectEvent(async (question: PasskeyQuestion): Promise<void> => {
    const answered = await offerPasskeys(question);
    // Taken back, or not possible here: nobody has asked for it.
    if (!answered.ok) return;
    const found = await tryPasskey(answered.value);
    setProblem(found);
    if (found === null) window.location.assign(goOnTo);
  });
  useEffect(() => {
    if (isAsking) return;
    let isOver = false;
    const offer = async () => {
      if (!(await offersPasskeys())) return;
      const asked = await askPlainly();
      if (!isOver && asked.ok) await signIn(asked.value);
    };
    void offer();
    const timer = setInterval(() => void offer(), RENEW_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [isAsking]);
  useEffect(() => stopAsking, []);
  return problem;
}

async function askPlainly() {
  try {
    const question = await askAnyPasskey();
    return question === null
      ? ({ ok: false, problem: "rateLimited" } as const)
      : ({ ok: true, value: question } as const);
  } catch {
    return { ok: false, problem: "failed" } as const; // the server did not answer
  }
}
