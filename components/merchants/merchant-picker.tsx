"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionProblem } from "@/components/actions/action-problem";
import { useAnswer } from "@/components/actions/use-answer";
import { Button } from "@/components/controls/button";
import { TextField } from "@/components/controls/text-field";
import { searchMerchantsAction } from "./actions";

interface MerchantPickerProps {
  siteId: string;
  except: string;
  chosen: string | null;
  onChoose: (id: string) => void;
}

const PACE = { afterMs: 200, longestMs: 10_000 };

/** Merchants of a site, to choose one from. */
export function MerchantPicker({ siteId, except, chosen, onChoose }: MerchantPickerProps) {
  const t = useTranslations("merchants.merge");
  const common = useTranslations("common");
  const [text, setText] = useState("");
  const { value: found, problem, retry } = useAnswer(searchMerchantsAction, { siteId, except, text }, PACE);
  return (
    <>
      <TextField label={t("search")} value={text} onChange={setText} autoComplete="off" autoFocus />
      {text.trim() !== "" && (
        <fieldset
          hidden={found === null && problem !== null}
          className="max-h-56 min-w-0 overflow-y-auto rounded-control border border-line"
        >
          <legend className="sr-only">{t("candidates")}</legend>
          {found === null && problem === null && (
            <p className="px-3 py-2 text-table text-dim">{t("loading")}</p>
          )}
          {found?.length === 0 && <p className="px-3 py-2 text-table text-dim">{t("nobody")}</p>}
          {found?.map(({ id, name }) => (
            <label
              key={id}
              className="flex items-center gap-2.5 border-b border-line px-3 py-2 text-table last:border-b-0 hover:bg-hover has-checked:bg-accent-soft"
            >
              <input
                type="radio"
                name="merchant"
                checked={chosen === id}
                onChange={() => onChoose(id)}
                className="accent-[var(--accent)]"
              />
              <bdi className="min-w-0 truncate font-medium">{name}</bdi>
            </label>
          ))}
        </fieldset>
      )}
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
