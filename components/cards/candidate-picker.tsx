"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAnswer } from "@/components/actions/use-answer";
import { Button } from "@/components/controls/button";
import { TextField } from "@/components/controls/text-field";
import { searchCandidates } from "./actions";

interface CandidatePickerProps {
  siteId: string;
  first: { id: string; name: string } | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}

const PACE = { afterMs: 200, longestMs: 10_000 };

/** Linked users of a site, to choose from. */
export function CandidatePicker({ siteId, first, chosen, onChoose }: CandidatePickerProps) {
  const t = useTranslations("cards.assign");
  const common = useTranslations("common");
  const [q, setQ] = useState("");
  const { value: found, problem, retry } = useAnswer(searchCandidates, { siteId, q }, PACE);
  return (
    <>
      <TextField label={t("search")} value={q} onChange={setQ} autoComplete="off" autoFocus />
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
            say={() => common("searchLost")}
            className="grow"
          />
          <Button size="small" onPress={retry}>
            {common("retry")}
          </Button>
        </div>
      )}
    </>
  );
}
