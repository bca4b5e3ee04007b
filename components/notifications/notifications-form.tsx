"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { Select } from "@/components/fields/select";
import { Notice } from "@/components/ui/notice";
import { saveNotifications, sendTestMail } from "./actions";

interface NotificationsFormProps {
  email: string;
  outageMails: boolean;
  language: "en" | "fr";
  mailIsSet: boolean;
}

const WORDS = { not_set: "failed", too_many: "tooMany", not_sent: "notSent" } as const;

/** Whether, and in which language, one wants to hear of outages. */
export function NotificationsForm({ email, outageMails, language, mailIsSet }: NotificationsFormProps) {
  const t = useTranslations("notifications");
  const hint = useId();
  const [mails, setMails] = useState(outageMails);
  const [mailLanguage, setLanguage] = useState(language);
  const saving = useAction(saveNotifications);
  const testing = useAction(sendTestMail);
  const forget = () => {
    saving.reset();
    testing.reset();
  };
  const save = () => {
    testing.reset();
    saving.run({ outageMails: mails, mailLanguage });
  };
  const test = () => {
    saving.reset();
    testing.run({ mailLanguage });
  };
  const said = saving.value ?? testing.value;
  return (
    <Form onSubmit={save} pending={saving.pending} onEdit={forget} className="flex flex-col gap-4">
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
        <Notice tone="ok" live>
          {t(said, { email })}
        </Notice>
      )}
      <ActionProblem problem={saving.problem} say={noWords} />
      <ActionProblem problem={testing.problem} say={(name) => t(WORDS[name])} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isPending={saving.pending}>
          {t("save")}
        </Button>
        {mailIsSet && (
          <Button onPress={test} isPending={testing.pending}>
            {t("test")}
          </Button>
        )}
      </div>
    </Form>
  );
}
