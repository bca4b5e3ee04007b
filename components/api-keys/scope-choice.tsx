"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import type { ApiScope } from "@/lib/partner-api/keys/scopes";
import { SCOPES } from "./scopes";

interface ScopeChoiceProps {
  chosen: readonly ApiScope[];
  /** Whether whoever chooses may make keys that read tokens. */
  mayTokens: boolean;
  onChange: (chosen: readonly ApiScope[]) => void;
}

/** The scopes of a key. */
export function ScopeChoice({ chosen, mayTokens, onChange }: ScopeChoiceProps) {
  const t = useTranslations("apiKeys");
  const hint = useId();
  const toggle = (scope: ApiScope, on: boolean) =>
    onChange(SCOPES.filter((other) => (other === scope ? on : chosen.includes(other))));
  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-1.5 text-table font-medium">{t("new.may")}</legend>
      {SCOPES.map((scope) => (
        <label key={scope} className="flex items-start gap-3">
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            disabled={scope === "tokens:read" && !mayTokens}
            onChange={(event) => toggle(scope, event.target.checked)}
            {...(scope === "tokens:read" ? { "aria-describedby": hint } : {})}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="text-table">
            {t(`scopes.${scope}`)} <span className="font-mono text-[12px] text-dim">{scope}</span>
          </span>
        </label>
      ))}
      <p id={hint} className="pl-7 text-label text-dim">
        {t(mayTokens ? "tokensHint" : "tokensOwners")}
      </p>
    </fieldset>
  );
}
