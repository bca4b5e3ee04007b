"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import { TextField } from "@/components/fields/text-field";
import { Panel } from "@/components/ui/panel";
import { previewMessage, sendMessage, type WrittenMail } from "./actions";

const LANGUAGES = ["en", "fr"] as const;
type Words = Readonly<
  Record<(typeof LANGUAGES)[number], { readonly subject: string; readonly text: string }>
>;

interface WriteMessageProps {
  from: string;
  to: string;
  /** How many can be written to. */
  reachable: number;
  /** A name for the preview. */
  name: string;
  /** What is written there at first. */
  first: Words;
}

/** One message to everybody whom an outage concerned: write it in both languages, look at it, send it. */
export function WriteMessage({ from, to, reachable, name, first }: WriteMessageProps) {
  const t = useTranslations("outage.message");
  const [words, setWords] = useState<Words>(first);
  const [shown, setShown] = useState<{ id: string; mails: readonly WrittenMail[] } | null>(null);
  const look = useAction(previewMessage, (mails) => setShown({ id: crypto.randomUUID(), mails }));
  const change = (language: keyof Words, some: Partial<Words["en"]>) =>
    setWords((before) => ({ ...before, [language]: { ...before[language], ...some } }));
  const isWritten = LANGUAGES.every(
    (language) => words[language].subject.trim() !== "" && words[language].text.trim() !== "",
  );
  return (
    <Panel title={t("title")} className="mt-4">
      <p className="mb-3 text-table text-dim">{t("lead")}</p>
      <div className="grid grid-cols-1 gap-4 min-[900px]:grid-cols-2">
        {LANGUAGES.map((language) => (
          <fieldset key={language} className="flex min-w-0 flex-col gap-3">
            <legend className="mb-1 text-label text-dim">{t(language)}</legend>
            <TextField
              label={t("subject")}
              value={words[language].subject}
              onChange={(subject) => change(language, { subject })}
              maxLength={150}
            />
            <TextField
              label={t("text")}
              rows={6}
              value={words[language].text}
              onChange={(text) => change(language, { text })}
              maxLength={4_000}
            />
          </fieldset>
        ))}
      </div>
      <ActionProblem problem={look.problem} say={() => t("problems.no_site")} className="mt-3" />
      <Button
        variant="primary"
        className="mt-4"
        onPress={() => look.run({ words, name })}
        isPending={look.pending}
        isDisabled={!isWritten || reachable === 0}
      >
        {t("preview")}
      </Button>
      {shown !== null && (
        <SendMessage
          {...{ from, to, words, reachable }}
          messageId={shown.id}
          mails={shown.mails}
          onClose={() => setShown(null)}
        />
      )}
    </Panel>
  );
}

interface SendMessageProps extends Pick<WriteMessageProps, "from" | "to" | "reachable"> {
  words: Words;
  messageId: string;
  mails: readonly WrittenMail[];
  onClose: () => void;
}

function SendMessage({ mails, reachable, onClose, ...order }: SendMessageProps) {
  const t = useTranslations("outage.message");
  const send = useAction(sendMessage, ({ queued }) => {
    sayDone({ text: t("sent", { count: queued }) });
    onClose();
  });
  return (
    <Dialog title={t("previewTitle")} isOpen onOpenChange={onClose}>
      <div className="flex flex-col gap-4">
        {mails.map(({ language, subject, text }) => (
          <section key={language} aria-label={t(language)} lang={language}>
            <p className="text-table font-medium [overflow-wrap:anywhere]">{subject}</p>
            <p className="mt-1 rounded-control border border-line bg-bg p-3 text-table whitespace-pre-wrap [overflow-wrap:anywhere]">
              {text}
            </p>
          </section>
        ))}
        <p className="text-table text-dim">{t("ask")}</p>
        <ActionProblem problem={send.problem} say={(name) => t(`problems.${name}`)} />
        <Button variant="primary" onPress={() => send.run(order)} isPending={send.pending}>
          {t("send", { count: reachable })}
        </Button>
      </div>
    </Dialog>
  );
}
