"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import { Form } from "@/components/fields/form";
import { TagField } from "@/components/user-details/tags";
import { tagUsers, untagUsers } from "./actions";
import type { ChosenUsers } from "./chosen-users";

interface TagUsersProps {
  chosen: ChosenUsers;
  known: readonly string[];
  onDone: () => void;
}

/** Gives chosen people a tag. */
export function TagUsers({ chosen, known, onDone }: TagUsersProps) {
  const t = useTranslations("selection.tag");
  const [open, setOpen] = useState(false);
  const [tag, setTag] = useState("");
  const { run, pending, problem, forget } = useAction(tagUsers, (userIds) => {
    setOpen(false);
    const undo = userIds.length === 0 ? {} : { undo: () => untagUsers({ userIds, tag }) };
    sayDone({ text: t("done", { count: userIds.length, tag }), ...undo });
    onDone();
  });
  const submit = (fields: FormData) => {
    const typed = String(fields.get("tag"));
    setTag(typed);
    run({ chosen, tag: typed });
  };
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("button")}
      </Button>
      <Dialog title={t("title")} isOpen={open} onOpenChange={setOpen}>
        <Form onSubmit={submit} pending={pending} onEdit={forget} className="flex flex-col gap-4">
          <TagField label={t("label")} known={known} />
          <ActionProblem problem={problem} say={() => t("tooMany")} />
          <Button type="submit" variant="primary" isPending={pending}>
            {t("submit")}
          </Button>
        </Form>
      </Dialog>
    </>
  );
}
