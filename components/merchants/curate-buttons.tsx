"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { TextField } from "@/components/fields/text-field";
import { mergeMerchantAction, renameMerchantAction, undoMergeAction } from "./actions";
import { ALIAS_LENGTH, REASON_LENGTH } from "./limits";
import { MerchantPicker } from "./merchant-picker";

interface Merchant {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly seenAs: string;
  readonly alias: string | null;
}

/** Gives a merchant the name that staff know it by. */
export function RenameButton({ merchant }: { merchant: Merchant }) {
  const t = useTranslations("merchants");
  const [open, setOpen] = useState(false);
  const [alias, setAlias] = useState(merchant.alias ?? "");
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t("rename.button")}</Button>
      {open && (
        <ConfirmDialog
          title={t("rename.title")}
          text={t("rename.text")}
          submit={t("rename.submit")}
          action={renameMerchantAction}
          input={() => ({ merchantId: merchant.id, alias })}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        >
          <TextField
            label={t("rename.alias")}
            hint={t("rename.hint", { name: merchant.seenAs })}
            value={alias}
            onChange={setAlias}
            maxLength={ALIAS_LENGTH}
            autoComplete="off"
            autoFocus
          />
        </ConfirmDialog>
      )}
    </>
  );
}

/** Merges a merchant into another that is the same. */
export function MergeButton({ merchant }: { merchant: Merchant }) {
  const t = useTranslations("merchants");
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t("merge.button")}</Button>
      {open && (
        <ConfirmDialog
          title={t("merge.title", { name: merchant.name })}
          text={t("merge.text")}
          submit={t("merge.submit")}
          action={mergeMerchantAction}
          input={({ reason }) => ({ merchantId: merchant.id, intoId: chosen, reason })}
          reason={{ label: t("reason"), hint: t("reasonHint"), least: REASON_LENGTH.least }}
          isReady={chosen !== null}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        >
          <MerchantPicker
            siteId={merchant.siteId}
            except={merchant.id}
            chosen={chosen}
            onChoose={setChosen}
          />
        </ConfirmDialog>
      )}
    </>
  );
}

/** Takes a merchant out of the one it was merged into. */
export function UndoMergeButton({ merchant }: { merchant: Pick<Merchant, "id" | "name"> }) {
  const t = useTranslations("merchants");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("undo.button")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("undo.title", { name: merchant.name })}
          text={t("undo.text")}
          submit={t("undo.submit")}
          action={undoMergeAction}
          input={({ reason }) => ({ merchantId: merchant.id, reason })}
          reason={{ label: t("reason"), hint: t("reasonHint"), least: REASON_LENGTH.least }}
          say={(name) => t(`problems.${name}`)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
