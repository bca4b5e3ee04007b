"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { useRouter } from "@/components/navigation/use-router";
import type { SavedView } from "@/lib/views/views-store";
import { renameView, saveOwnView, saveSharedView } from "./actions";
import { useViewProblem } from "./use-view-problem";
import { hrefOfView } from "./view-href";

interface NameViewProps {
  list: "payments" | "people";
  path: string;
  kept: Readonly<Record<string, string>>;
  /** The view to give another name; null for a new one. */
  view: SavedView | null;
  mayShare: boolean;
  onClose: () => void;
}

/** Asks for the name of a view. */
export function NameView({ list, path, kept, view, mayShare, onClose }: NameViewProps) {
  const t = useTranslations("savedViews");
  const common = useTranslations("common");
  const router = useRouter();
  const form = useId();
  const say = useViewProblem();
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(false);
  const opened = (id: string) => {
    onClose();
    sayDone({ text: t("saved", { name: name.trim() }) });
    router.push(hrefOfView(path, { id, query: new URLSearchParams(kept).toString() }));
    router.refresh();
  };
  const saving = useAction(isShared ? saveSharedView : saveOwnView, opened);
  const renaming = useAction(renameView, onClose);
  const { pending, problem } = view === null ? saving : renaming;
  const submit = () => {
    if (view === null) saving.run({ list, name, query: kept });
    else renaming.run({ id: view.id, name });
  };
  return (
    <Dialog
      title={view === null ? t("saveTitle") : t("renameTitle", { name: view.name })}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onPress={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            isPending={pending}
            isDisabled={name.trim() === ""}
          >
            {t(view === null ? "submit" : "submitName")}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {view === null && <p className="text-dim">{t("saveText")}</p>}
        <TextField label={t("name")} value={name} onChange={setName} maxLength={60} autoFocus />
        {view === null && mayShare && (
          <label className="flex items-center gap-2 text-table">
            <input
              type="checkbox"
              checked={isShared}
              onChange={(event) => setShared(event.target.checked)}
              className="size-4 accent-(--accent)"
            />
            {t("forEverybody")}
          </label>
        )}
        <ActionProblem problem={problem} say={say} />
      </Form>
    </Dialog>
  );
}
