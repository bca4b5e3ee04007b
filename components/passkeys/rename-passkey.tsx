"use client";

import { useTranslations } from "next-intl";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { renameOwnPasskey } from "./actions";
import type { ShownPasskey } from "./shown-passkey";

/** Gives a passkey another name. It is open as long as it is mounted. */
export function RenamePasskey({ passkey, onClose }: { passkey: ShownPasskey; onClose: () => void }) {
  const t = useTranslations("passkeys");
  const { run, pending, problem, forget } = useAction(renameOwnPasskey, onClose);
  return (
    <Dialog
      title={t("renaming.title")}
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Form
        method="post"
        onSubmit={(fields) => run({ id: passkey.id, name: String(fields.get("name") ?? "") })}
        pending={pending}
        onEdit={forget}
        className="flex flex-col gap-4"
      >
        <TextField
          label={t("name")}
          name="name"
          defaultValue={passkey.name}
          maxLength={60}
          isRequired
          autoFocus
        />
        <ActionProblem problem={problem} say={(own) => t(`problems.${own}`)} />
        <Button type="submit" variant="primary" isPending={pending}>
          {t("renaming.submit")}
        </Button>
      </Form>
    </Dialog>
  );
}
