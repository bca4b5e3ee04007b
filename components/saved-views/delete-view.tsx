"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { useRouter } from "@/components/navigation/use-router";
import type { SavedView } from "@/lib/views/views-store";
import { deleteOneView } from "./actions";
import { useViewProblem } from "./use-view-problem";

interface DeleteViewProps {
  view: SavedView;
  path: string;
  onClose: () => void;
}

/** Asks before a view is removed. */
export function DeleteView({ view, path, onClose }: DeleteViewProps) {
  const t = useTranslations("savedViews");
  const router = useRouter();
  const say = useViewProblem();
  return (
    <ConfirmDialog
      title={t("deleteTitle", { name: view.name })}
      text={t(view.shared ? "deleteShared" : "deleteText")}
      submit={t("submitDelete")}
      danger
      action={deleteOneView}
      input={() => ({ id: view.id })}
      onDone={() => {
        router.push(path);
        return null;
      }}
      say={say}
      onClose={onClose}
    />
  );
}
