"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { callAction, useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { OrLine } from "@/components/passkeys/or-line";
import { isPasskeyProblem, usePasskeyWords } from "@/components/passkeys/passkey-words";
import { usePasskey } from "@/components/passkeys/use-passkey";
import type { OwnFactors } from "@/lib/staff/second-factor/factors-store";
import { askFactors, askOwnPasskey, giveFactor } from "./actions";

/** Asks for the second factor again, within a dialog about what needs a fresh one. */
export function FreshFactor({ onGiven }: { onGiven: () => void }) {
  const t = useTranslations("account.factor");
  const factors = useOwnFactors();
  const hasPasskey = factors !== null && factors.passkeys > 0;
  const onlyPasskeys = hasPasskey && !factors.app;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-dim">{t(onlyPasskeys ? "againPasskey" : hasPasskey ? "againBoth" : "againText")}</p>
      {hasPasskey && (
        <>
          <FreshPasskey onGiven={onGiven} />
          <OrLine />
        </>
      )}
      <FreshCode label={t(onlyPasskeys ? "recoveryCode" : "code")} onGiven={onGiven} />
    </div>
  );
}

/** The second factors of whoever is signed in; null until they are known. */
function useOwnFactors(): OwnFactors | null {
  const [factors, setFactors] = useState<OwnFactors | null>(null);
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const answer = await callAction(askFactors(undefined));
      // Without an answer there is still the code to enter.
      if (!isGone && answer.ok) setFactors(answer.value);
    };
    void read();
    return () => {
      isGone = true;
    };
  }, []);
  return factors;
}

function FreshPasskey({ onGiven }: { onGiven: () => void }) {
  const t = useTranslations("passkeys");
  const factor = useTranslations("account.factor");
  const words = usePasskeyWords();
  const { run, pending, problem } = usePasskey({
    ask: () => callAction(askOwnPasskey(undefined)),
    give: async (passkey) => {
      const answer = await callAction(giveFactor({ passkey }));
      if (!answer.ok) return answer.problem;
      onGiven();
      return null;
    },
  });
  return (
    <>
      <ActionProblem
        problem={problem}
        say={(own) => (isPasskeyProblem(own) ? words(own) : factor(`problems.${own}`))}
      />
      <Button variant="primary" onPress={() => void run()} isPending={pending}>
        <KeyRound aria-hidden="true" />
        {t("use")}
      </Button>
    </>
  );
}

function FreshCode({ label, onGiven }: { label: string; onGiven: () => void }) {
  const t = useTranslations("account.factor");
  const words = usePasskeyWords();
  const { run, pending, problem, forget } = useAction(giveFactor, onGiven);
  return (
    <Form
      method="post"
      onSubmit={(fields) => run({ code: String(fields.get("code") ?? "").trim() })}
      pending={pending}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <TextField label={label} name="code" autoComplete="one-time-code" isRequired autoFocus />
      <ActionProblem
        problem={problem}
        say={(own) => (own === "wrong_code" ? t("problems.wrong_code") : words(own))}
      />
      <Button type="submit" isPending={pending}>
        {t("next")}
      </Button>
    </Form>
  );
}
