"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/controls/button";
import { Form } from "./form";

interface SettingsFormProps {
  title: string;
  canWrite: boolean;
  onSubmit: (fields: FormData) => void;
  onEdit: () => void;
  pending: boolean;
  /** What the last answer did; null while there is none. */
  did: "saved" | "unchanged" | null;
  /** The server's messages about fields, by field name. */
  errors: Readonly<Record<string, string>>;
  /** Why saving failed. */
  problem: ReactNode;
  /** Who validates; without a word the server does, which has messages for each field. */
  checkedBy?: "browser" | "server";
  children: ReactNode;
}

/** Settings that are saved together. What was typed stays, whatever the result of saving. */
export function SettingsForm(props: SettingsFormProps) {
  const { title, canWrite, pending, did, errors, problem, checkedBy = "server", children } = props;
  const t = useTranslations("common.settingsForm");
  return (
    <Form
      onSubmit={props.onSubmit}
      pending={pending}
      errors={errors}
      checkedBy={checkedBy}
      onEdit={props.onEdit}
    >
      <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{title}</legend>
        {children}
      </fieldset>
      {problem}
      <div className="mt-4 flex flex-wrap items-center gap-3">
        {canWrite ? (
          <Button type="submit" variant="primary" isPending={pending}>
            {t("save")}
          </Button>
        ) : (
          <p className="text-label text-dim">{t("readOnly")}</p>
        )}
        <span role="status" className="text-table text-ok">
          {did === null || pending ? "" : t(did)}
        </span>
      </div>
    </Form>
  );
}
