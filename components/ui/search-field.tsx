"use client";

import { Search, X } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useTransition } from "react";
import { Kbd } from "./kbd";
import { Spinner } from "./spinner";

interface SearchFieldProps {
  /** What can be searched for, as the placeholder and the name. */
  label: string;
  param?: string;
  /** Parameters that make no sense with another search. */
  resets?: readonly string[];
  maxLength?: number;
}

const RESETS = ["cursor", "after", "before"];

/** A search that lives in the URL. Enter searches, `/` focuses, an emptied field takes the search off. */
export function SearchField({ label, param = "q", resets = RESETS, maxLength = 200 }: SearchFieldProps) {
  const t = useTranslations("common");
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const [pending, startTransition] = useTransition();
  const current = params.get(param) ?? "";
  useSlashFocus(input);

  const search = (text: string) => {
    const next = new URLSearchParams(params);
    for (const name of resets) next.delete(name);
    if (text === "") next.delete(param);
    else next.set(param, text);
    startTransition(() => router.push(next.size > 0 ? `${path}?${next}` : path, { scroll: false }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    search((input.current?.value ?? "").trim());
  };
  return (
    <search className="w-full sm:w-[260px]">
      <form
        onSubmit={submit}
        className="flex h-8 items-center gap-2 rounded-control border border-line-strong bg-panel px-2.5 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent-soft"
      >
        {pending ? (
          <Spinner className="!size-3.5 text-faint" />
        ) : (
          <Search aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
        )}
        <input
          // Another search in the URL (back, a chip) is shown by starting the field anew.
          key={current}
          ref={input}
          name={param}
          defaultValue={current}
          maxLength={maxLength}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          placeholder={label}
          aria-label={label}
          aria-keyshortcuts="/"
          className="min-w-0 grow bg-transparent text-table outline-none"
        />
        {current === "" ? (
          <span aria-hidden="true" title={t("searchHint")} className="max-sm:hidden">
            <Kbd>/</Kbd>
          </span>
        ) : (
          <button
            type="button"
            aria-label={t("clearSearch")}
            onClick={() => search("")}
            className="rounded text-faint hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        )}
      </form>
    </search>
  );
}

function useSlashFocus(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, [input]);
}

/** Whether a key press belongs to a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"))
  );
}
