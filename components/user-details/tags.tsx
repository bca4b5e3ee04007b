"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button as AriaButton } from "react-aria-components";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAction } from "@/components/actions/use-action";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import { Form } from "@/components/fields/form";
import { TextField } from "@/components/fields/text-field";
import { Link } from "@/components/navigation/link";
import { tagUser } from "./actions";

interface TagsProps {
  userId: string;
  tags: readonly string[];
  /** Tags of other people, to choose from. */
  known: readonly string[];
  mayWrite: boolean;
}

/** A user's tags: each leads to whoever else has it. */
export function Tags({ userId, tags, known, mayWrite }: TagsProps) {
  const t = useTranslations("userDetails.tags");
  const { run, pending, problem, forget } = useAction(tagUser);
  return (
    <div className="flex flex-col gap-3">
      {tags.length === 0 && <p className="text-table text-dim">{t("none")}</p>}
      {tags.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li key={tag}>
              <Tag userId={userId} tag={tag} mayWrite={mayWrite} />
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <Form
          key={tags.join("\n")}
          onSubmit={(fields) => run({ userId, tag: fields.get("tag"), on: true })}
          pending={pending}
          onEdit={forget}
          className="flex flex-wrap items-end gap-2"
        >
          <TagField label={t("add")} known={known} />
          <Button type="submit" isPending={pending}>
            {t("submit")}
          </Button>
          <ActionProblem problem={problem} say={() => t("unchanged")} className="w-full" />
        </Form>
      )}
    </div>
  );
}

/** Where a tag is typed, or chosen from those in use. */
export function TagField({ label, known }: { label: string; known: readonly string[] }) {
  const list = useId();
  return (
    <>
      <TextField
        name="tag"
        label={label}
        isRequired
        maxLength={40}
        autoComplete="off"
        className="min-w-0 grow"
        list={list}
      />
      <datalist id={list}>
        {known.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </>
  );
}

function Tag({ userId, tag, mayWrite }: Pick<TagsProps, "userId" | "mayWrite"> & { tag: string }) {
  const t = useTranslations("userDetails.tags");
  const change = (on: boolean) => ({ userId, tag, on });
  const { run, pending } = useAction(tagUser, () =>
    sayDone({ text: t("removed", { tag }), undo: () => tagUser(change(true)) }),
  );
  return (
    <span className="inline-flex h-7 items-center gap-1 rounded-full bg-quiet-soft pl-2.5 text-table">
      <Link href={`/users?tag=${encodeURIComponent(tag)}`} className="hover:underline">
        <bdi>{tag}</bdi>
      </Link>
      {mayWrite ? (
        <AriaButton
          aria-label={t("remove", { tag })}
          onPress={() => run(change(false))}
          isDisabled={pending}
          className="grid size-7 place-items-center rounded-full text-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-3.5" />
        </AriaButton>
      ) : (
        <span className="pr-1.5" />
      )}
    </span>
  );
}
