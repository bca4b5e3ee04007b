"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { type Answer, callAction } from "@/components/ui/use-action";
import { saveNotifications, sendTestMail } from "./actions";

interface NotificationsFormProps {
  email: string;
  outageMails: boolean;
  language: "en" | "fr";
  mailIsSet: boolean;
}

type Said = { tone: "ok" | "bad"; text: "saved" | "sent" | "notSent" | "tooMany" | "failed" };
const PROBLEMS = ["notSent", "tooMany"] as const;

/** Whether, and in which language, one wants to hear of outages. */
export function NotificationsForm({ email, outageMails, language, mailIsSet }: NotificationsFormProps) {
  const t = useTranslations("notifications");
  const hint = useId();
  const [mails, setMails] = useState(outageMails);
  const [mailLanguage, setLanguage] = useState(language);
  const [said, setSaid] = useState<Said | null>(null);
  const [saving, startSaving] = useTransition();
  const [testing, startTesting] = useTransition();
  const tell = async (calling: Promise<Answer<unknown>>, done: Said) => {
    const answer = await callAction(calling);
    if (answer.ok) return setSaid(done);
    return setSaid({ tone: "bad", text: PROBLEMS.find((name) => name === answer.problem) ?? "failed" });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    startSaving(() =>
      tell(saveNotifications({ outageMails: mails, mailLanguage }), { tone: "ok", text: "saved" }),
    );
  };
  const test = () => startTesting(() => tell(sendTestMail({ mailLanguage }), { tone: "ok", text: "sent" }));
  return (
    <form onSubmit={save} onChange={() => setSaid(null)} className="flex flex-col gap-4">
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          checked={mails}
          onChange={(event) => setMails(event.target.checked)}
          aria-describedby={hint}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span className="font-medium">{t("outages")}</span>
      </label>
      <p id={hint} className="-mt-3 pl-7 text-table text-dim [overflow-wrap:anywhere]">
        {t("outagesHint", { email })}
      </p>
      <Select
        label={t("language")}
        value={mailLanguage}
        onChange={(event) => setLanguage(event.target.value === "fr" ? "fr" : "en")}
        className="max-w-[240px]"
      >
        <option value="en">English</option>
        <option value="fr">Français</option>
      </Select>
      {said !== null && (
        <Notice tone={said.tone} live>
          {t(said.text, { email })}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isPending={saving}>
          {t("save")}
        </Button>
        {mailIsSet && (
          <Button onPress={test} isPending={testing}>
            {t("test")}
          </Button>
        )}
      </div>
    </form>
  );
}
