"use client";

import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Dialog } from "@/components/controls/dialog";
import { sayDone } from "@/components/controls/toasts";
import { Form } from "@/components/fields/form";
import { editUser } from "./actions";
import { UserFields, type UserValues } from "./user-fields";

interface EditUserProps {
  user: UserValues & { readonly id: string };
}

/** Changes a user's name, e-mail, reference and language. */
export function EditUser({ user }: EditUserProps) {
  const t = useTranslations("userDetails.edit");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <Pencil aria-hidden="true" />
        {t("button")}
      </Button>
      <Dialog title={t("title")} isOpen={open} onOpenChange={setOpen}>
        <EditForm user={user} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function EditForm({ user, onDone }: EditUserProps & { onDone: () => void }) {
  const t = useTranslations("userDetails.edit");
  const { run, pending, problem, forget } = useAction(editUser, () => {
    sayDone({ text: t("done") });
    onDone();
  });
  const taken = problem === "reference_taken";
  return (
    <Form
      onSubmit={(fields) => run({ userId: user.id, ...Object.fromEntries(fields) })}
      pending={pending}
      errors={taken ? { externalReference: t("referenceTaken") } : {}}
      onEdit={forget}
      className="flex flex-col gap-4"
    >
      <UserFields user={user} />
      <ActionProblem problem={taken ? null : problem} say={() => t("gone")} />
      <Button type="submit" variant="primary" isPending={pending}>
        {t("submit")}
      </Button>
    </Form>
  );
}
