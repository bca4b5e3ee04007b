"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { ExactTime } from "@/components/ui/time";
import { deleteNote, writeNote } from "./actions";

/** A note as the page passes it on. */
export interface ShownNote {
  readonly id: string;
  readonly text: string;
  /** ISO time. */
  readonly createdAt: string;
  readonly createdBy: string;
}

interface NotesProps {
  userId: string;
  notes: readonly ShownNote[];
  mayWrite: boolean;
}

/** What staff wrote about a user, newest first. */
export function Notes({ userId, notes, mayWrite }: NotesProps) {
  const t = useTranslations("userDetails.notes");
  const { run, pending, problem, forget } = useAction(writeNote);
  return (
    <div className="flex flex-col gap-3">
      {notes.length === 0 && <p className="text-table text-dim">{t("none")}</p>}
      <ul className="flex flex-col gap-3 empty:hidden">
        {notes.map((note) => (
          <li key={note.id} className="text-table">
            <p className="whitespace-pre-line [overflow-wrap:anywhere]">
              <bdi>{note.text}</bdi>
            </p>
            <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-label text-faint">
              <span>{note.createdBy}</span>
              <ExactTime iso={note.createdAt} />
              {mayWrite && <RemoveNote noteId={note.id} />}
            </p>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <Form
          key={notes[0]?.id}
          onSubmit={(fields) => run({ userId, text: fields.get("text") })}
          pending={pending}
          onEdit={forget}
          className="flex flex-col gap-2"
        >
          <TextField name="text" label={t("add")} rows={2} isRequired maxLength={2_000} />
          <ActionProblem problem={problem} say={() => t("gone")} />
          <Button type="submit" isPending={pending} className="self-start">
            {t("submit")}
          </Button>
        </Form>
      )}
    </div>
  );
}

function RemoveNote({ noteId }: { noteId: string }) {
  const t = useTranslations("userDetails.notes");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {t("remove")}
      </Button>
      {open && (
        <ConfirmDialog
          title={t("removeTitle")}
          text={t("removeText")}
          submit={t("remove")}
          danger
          action={deleteNote}
          input={() => ({ noteId })}
          say={() => t("gone")}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
