"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { ActionProblem, noWords } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { Link } from "@/components/navigation/link";
import { ExactTime } from "@/components/ui/time";
import type { PaymentMarks } from "@/lib/cards/notes/notes-store";
import { deleteOneNote, giveTag, takeTag, writeNote } from "./actions";

interface NotesPanelProps {
  /** The payment, and the one it is joined with. */
  ids: readonly string[];
  marks: PaymentMarks;
  mayWrite: boolean;
}

/** Tags and notes of a payment. They stay with it when it is settled or joined. */
export function NotesPanel({ ids, marks, mayWrite }: NotesPanelProps) {
  const t = useTranslations("paymentNotes");
  const [id = ""] = ids;
  return (
    <>
      <h3 className="mt-5 mb-2 text-table font-semibold">{t("tags")}</h3>
      <Tags ids={ids} id={id} tags={marks.tags} mayWrite={mayWrite} />
      <h3 className="mt-5 mb-2 text-table font-semibold">{t("notes")}</h3>
      <Notes notes={marks.notes} mayWrite={mayWrite} />
      {mayWrite && <NewNote id={id} />}
    </>
  );
}

interface TagsProps {
  ids: readonly string[];
  id: string;
  tags: readonly string[];
  mayWrite: boolean;
}

function Tags({ ids, id, tags, mayWrite }: TagsProps) {
  const t = useTranslations("paymentNotes");
  const [text, setText] = useState("");
  const give = useAction(giveTag, () => setText(""));
  const take = useAction(takeTag);
  return (
    <>
      {tags.length === 0 && !mayWrite && <p className="text-table text-dim">{t("noTags")}</p>}
      {tags.length > 0 && (
        <ul aria-label={t("tags")} className="mb-2 flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li
              key={tag}
              className="inline-flex items-center gap-1 rounded-full border border-line px-2 py-0.5 text-label"
            >
              <Link
                href={`/transactions?tag=${encodeURIComponent(tag)}`}
                title={t("showTag", { tag })}
                className="hover:underline"
              >
                <bdi>{tag}</bdi>
              </Link>
              {mayWrite && (
                <AriaButton
                  aria-label={t("removeTag", { tag })}
                  onPress={() => take.run({ ids, tag })}
                  className="rounded text-faint hover:text-ink"
                >
                  <X aria-hidden="true" className="size-3" />
                </AriaButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <Form onSubmit={() => give.run({ id, tag: text })} className="flex items-end gap-2">
          <TextField
            label={t("newTag")}
            value={text}
            onChange={setText}
            maxLength={40}
            className="min-w-0 grow"
          />
          <Button type="submit" isPending={give.pending} isDisabled={text.trim() === ""}>
            {t("add")}
          </Button>
        </Form>
      )}
      <ActionProblem problem={give.problem ?? take.problem} say={noWords} className="mt-2" />
    </>
  );
}

function Notes({ notes, mayWrite }: { notes: PaymentMarks["notes"]; mayWrite: boolean }) {
  const t = useTranslations("paymentNotes");
  const remove = useAction(deleteOneNote);
  if (notes.length === 0) return mayWrite ? null : <p className="text-table text-dim">{t("noNotes")}</p>;
  return (
    <>
      <ul className="mb-3 flex flex-col gap-3 text-table">
        {notes.map((note) => (
          <li key={note.id}>
            <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
              <bdi>{note.text}</bdi>
            </p>
            <p className="flex flex-wrap items-center gap-2 text-label text-dim">
              <bdi>{note.createdBy}</bdi> <ExactTime iso={note.createdAt.toISOString()} />
              {mayWrite && (
                <AriaButton
                  onPress={() => remove.run({ noteId: note.id })}
                  className="text-accent hover:underline"
                >
                  {t("removeNote")}
                </AriaButton>
              )}
            </p>
          </li>
        ))}
      </ul>
      <ActionProblem problem={remove.problem} say={noWords} />
    </>
  );
}

function NewNote({ id }: { id: string }) {
  const t = useTranslations("paymentNotes");
  const [text, setText] = useState("");
  const { run, pending, problem } = useAction(writeNote, () => setText(""));
  return (
    <Form onSubmit={() => run({ id, text })} className="flex flex-col items-start gap-2">
      <TextField
        label={t("newNote")}
        value={text}
        onChange={setText}
        rows={2}
        maxLength={2_000}
        className="w-full"
      />
      <Button type="submit" isPending={pending} isDisabled={text.trim() === ""}>
        {t("write")}
      </Button>
      <ActionProblem problem={problem} say={noWords} />
    </Form>
  );
}
