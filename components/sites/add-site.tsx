"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { buttonStyle } from "@/components/controls/button-style";
import { CopyField } from "@/components/controls/copy-field";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { Notice } from "@/components/ui/notice";
import { type AddOutcome, addOneSite } from "./actions";
import { AddSiteFields } from "./add-site-fields";

type Added = Extract<AddOutcome, { added: true }>;

/** Adds a site: first what the BankStore says of it, then the callback URL to enter there. */
export function AddSite({ addresses }: { addresses: string }) {
  const t = useTranslations("sites.add");
  const [open, setOpen] = useState(false);
  const [added, setAdded] = useState<Added | null>(null);
  const change = (next: boolean) => {
    setOpen(next);
    // The shown key is forgotten with its dialog.
    setAdded(null);
  };
  return (
    <>
      <Button onPress={() => change(true)}>
        <Plus aria-hidden="true" />
        {t("button")}
      </Button>
      <Dialog
        title={t(added === null ? "title" : "done")}
        isOpen={open}
        onOpenChange={change}
        alert={added !== null}
      >
        {added === null ? <AddForm addresses={addresses} onDone={setAdded} /> : <AddedSite added={added} />}
      </Dialog>
    </>
  );
}

interface AddFormProps {
  addresses: string;
  onDone: (added: Added) => void;
}

function AddForm({ addresses, onDone }: AddFormProps) {
  const t = useTranslations("sites");
  const settings = useTranslations("settings");
  const { run, pending, value, problem, forget } = useAction(addOneSite, (outcome) => {
    if (outcome.added) onDone(outcome);
  });
  const wrong = value?.added === false ? value : { fields: {}, malformed: [] };
  const errors = [
    ...Object.entries(wrong.fields).map(([name, found]) => [
      name,
      settings(`fields.${found.code}`, { part: found.part ?? "" }),
    ]),
    ...wrong.malformed.map((name) => [name, t("add.malformed")]),
    ...(problem === "partner_taken" ? [["partnerId", t("problems.partner_taken")]] : []),
  ];
  return (
    <Form
      onSubmit={(fields) => run(Object.fromEntries(fields))}
      pending={pending}
      errors={Object.fromEntries(errors)}
      checkedBy="server"
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <p className="text-dim">{t("add.text")}</p>
      <AddSiteFields addresses={addresses} />
      <ActionProblem
        problem={problem === "partner_taken" ? null : problem}
        say={(name) => t(`problems.${name}`)}
      />
      <Button type="submit" variant="primary" isPending={pending}>
        {t("add.submit")}
      </Button>
    </Form>
  );
}

function AddedSite({ added: { siteId, callbackUrl } }: { added: Added }) {
  const t = useTranslations("sites.add");
  const keys = useTranslations("settings.keys");
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn" live>
        {t("doneText")}
      </Notice>
      <CopyField value={callbackUrl} label={keys("callback")} copy={keys("copyUrl")} focused />
      <a href={`/settings?site=${siteId}`} className={buttonStyle("secondary", "medium")}>
        {t("next")}
      </a>
    </div>
  );
}
