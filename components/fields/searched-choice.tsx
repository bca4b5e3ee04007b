"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import type { Action } from "@/components/actions/use-action";
import { useAnswer } from "@/components/actions/use-answer";
import { Button } from "@/components/controls/button";
import type { StaffProblem } from "@/lib/staff/staff-action";
import { TextField } from "./text-field";

interface SearchedChoiceProps<Found extends { readonly id: string }> {
  search: Action<readonly Found[], StaffProblem>;
  /** What is asked for a typed text. */
  question: (text: string) => unknown;
  words: { search: string; choices: string; loading: string; nothing: string };
  chosen: string | null;
  onChoose: (found: Found) => void;
  /** Whether choices are shown before anything is typed. */
  offersFirst?: boolean;
  maxLength?: number;
  /** Shows one choice, behind its radio button. */
  children: (found: Found) => ReactNode;
}

const PACE = { afterMs: 200, longestMs: 10_000 };

/** A choice of what a search finds. */
export function SearchedChoice<Found extends { readonly id: string }>(props: SearchedChoiceProps<Found>) {
  const { search, question, words, chosen, onChoose, offersFirst = true, maxLength, children } = props;
  const t = useTranslations("common");
  const name = useId();
  const [text, setText] = useState("");
  const { value: found, problem, retry } = useAnswer(search, question(text), PACE);
  return (
    <>
      <TextField
        label={words.search}
        value={text}
        onChange={setText}
        autoComplete="off"
        autoFocus
        {...(maxLength === undefined ? {} : { maxLength })}
      />
      {(offersFirst || text.trim() !== "") && (
        <fieldset
          hidden={found === null && problem !== null}
          className="max-h-56 min-w-0 overflow-y-auto rounded-control border border-line"
        >
          <legend className="sr-only">{words.choices}</legend>
          {found === null && problem === null && (
            <p className="px-3 py-2 text-table text-dim">{words.loading}</p>
          )}
          {found?.length === 0 && <p className="px-3 py-2 text-table text-dim">{words.nothing}</p>}
          {found?.map((one) => (
            <label
              key={one.id}
              className="flex items-center gap-2.5 border-b border-line px-3 py-2 text-table last:border-b-0 hover:bg-hover has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name={name}
                checked={chosen === one.id}
                onChange={() => onChoose(one)}
                className="accent-[var(--accent)]"
              />
              {children(one)}
            </label>
          ))}
        </fieldset>
      )}
      {problem !== null && (
        <div className="flex flex-wrap items-center gap-2">
          {/* Nothing typed can be lost here, and nothing can be done twice. */}
          <ActionProblem
            problem={problem === "connection_lost" ? "search_lost" : problem}
            say={() => t("searchLost")}
            className="grow"
          />
          <Button size="small" onPress={retry}>
            {t("retry")}
          </Button>
        </div>
      )}
    </>
  );
}
