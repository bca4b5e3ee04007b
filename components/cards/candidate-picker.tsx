"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ActionProblem } from "@/components/ui/action-problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { callAction } from "@/components/ui/use-action";
import { type Candidate, searchCandidates } from "./actions";

interface CandidatePickerProps {
  siteId: string;
  first: { id: string; name: string } | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}

const TYPING_MS = 200;
const LONGEST_SEARCH_MS = 10_000;

/** Linked users of a site, to choose from. */
export function CandidatePicker({ siteId, first, chosen, onChoose }: CandidatePickerProps) {
  const t = useTranslations("cards.assign");
  const common = useTranslations("common");
  // An object, so that repeating a search starts it again.
  const [asked, setAsked] = useState({ q: "" });
  const [found, setFound] = useState<readonly Candidate[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await callAction(searchCandidates({ siteId, q: asked.q }), LONGEST_SEARCH_MS);
      if (!wanted) return;
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setFound(answer.value);
    }, TYPING_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [siteId, asked]);
  return (
    <>
      <TextField
        label={t("search")}
        value={asked.q}
        onChange={(q) => setAsked({ q })}
        autoComplete="off"
        autoFocus
      />
      <fieldset
        hidden={found === null && problem !== null}
        className="max-h-56 min-w-0 overflow-y-auto rounded-control border border-line"
      >
        <legend className="sr-only">{t("candidates")}</legend>
        {found === null && problem === null && (
          <p className="px-3 py-2 text-table text-dim">{t("loading")}</p>
        )}
        {found?.length === 0 && <p className="px-3 py-2 text-table text-dim">{t("nobody")}</p>}
        {found?.map((candidate) => (
          <label
            key={candidate.id}
            className="flex items-center gap-2.5 border-b border-line px-3 py-2 text-table last:border-b-0 hover:bg-hover has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="candidate"
              checked={chosen === candidate.id}
              onChange={() => onChoose(candidate.id)}
              className="accent-[var(--accent)]"
            />
            <bdi className="min-w-0 truncate font-medium">{candidate.name}</bdi>
            <bdi className="min-w-0 truncate text-label text-faint">{candidate.externalReference}</bdi>
            {first?.id === candidate.id && (
              <span className="ml-auto shrink-0 text-label text-hold">{t("suggested")}</span>
            )}
          </label>
        ))}
      </fieldset>
      {problem !== null && (
        <div className="flex flex-wrap items-center gap-2">
          {/* Nothing typed can be lost here, and nothing can be done twice. */}
          <ActionProblem
            problem={problem === "connection_lost" ? "search_lost" : problem}
            say={(name) => (name === "search_lost" ? common("searchLost") : t("searchFailed"))}
            className="grow"
          />
          <Button size="small" onPress={() => setAsked({ q: asked.q })}>
            {common("retry")}
          </Button>
        </div>
      )}
    </>
  );
}
