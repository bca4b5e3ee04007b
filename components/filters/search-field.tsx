"use client";

import { Search, X } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { Spinner } from "@/components/controls/spinner";
import { isServerThere } from "@/components/navigation/server-there";
import { useRouter } from "@/components/navigation/use-router";
import { useFilterHref } from "./use-filter-href";

interface SearchFieldProps {
  /** What can be searched for, as placeholder and name. */
  label: string;
  param?: string;
  maxLength?: number;
}

const TYPING_MS = 350;

/**
 * A search in the URL. It searches a moment after typing stops, or at once with Enter; `/` focuses it, and emptying it
 * removes the search.
 */
export function SearchField({ label, param = "q", maxLength = 200 }: SearchFieldProps) {
  const t = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const params = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const [pending, startTransition] = useTransition();
  const current = params.get(param) ?? "";
  const { text, setText, ask } = useAskedText(current);
  const [lost, setLost] = useState(false);
  const search = async (navigate: "push" | "replace", wanted: string) => {
    // Next would show the browser's own error page, and lose what was typed.
    const there = await isServerThere();
    setLost(!there);
    if (!there || !ask(wanted)) return;
    startTransition(() => router[navigate](filterHref({ [param]: wanted }), { scroll: false }));
  };
  const searchSoon = useDelayed(search);
  useSlashFocus(input);

  const type = (typed: string) => {
    setText(typed);
    // Back leads to the page before the search, not through each of its letters.
    searchSoon(current === "" ? "push" : "replace", typed.trim());
  };
  useTypedBefore(input, current, type);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void search("push", text.trim());
  };
  const clear = () => {
    setText("");
    void search("push", "");
    input.current?.focus();
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
          ref={input}
          name={param}
          value={text}
          onChange={(event) => type(event.target.value)}
          maxLength={maxLength}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          placeholder={label}
          aria-label={label}
          aria-keyshortcuts="/"
          className="min-w-0 grow bg-transparent text-table outline-none"
        />
        {text === "" ? (
          <span aria-hidden="true" title={t("searchHint")} className="max-sm:hidden">
            <kbd className="rounded-[5px] border border-b-2 border-line px-1.5 font-mono text-[11px]/4 font-medium text-faint">
              /
            </kbd>
          </span>
        ) : (
          <button
            type="button"
            aria-label={t("clearSearch")}
            onClick={clear}
            className="rounded text-faint hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        )}
      </form>
      <p role="status" className="text-label text-bad">
        {lost && t("searchLost")}
      </p>
    </search>
  );
}

/**
 * The value of the field. Another search in the URL (back, a chip) is taken over; our own search that arrives while
 * more is being typed is not.
 */
function useAskedText(current: string) {
  const [text, setText] = useState(current);
  const waiting = useRef<string[]>([]);
  const taken = useRef(current);
  useEffect(() => {
    // What is typed before the first effects run must stay.
    if (taken.current === current) return;
    taken.current = current;
    const place = waiting.current.lastIndexOf(current);
    if (place === -1) setText(current);
    waiting.current = waiting.current.slice(place + 1);
  }, [current]);
  const ask = (wanted: string): boolean => {
    if (wanted === (waiting.current.at(-1) ?? current)) return false;
    waiting.current.push(wanted);
    return true;
  };
  return { text, setText, ask };
}

/** Takes over what was typed into the page as the server sent it, before its script ran. */
function useTypedBefore(
  input: React.RefObject<HTMLInputElement | null>,
  current: string,
  type: (typed: string) => void,
): void {
  const first = useRef({ current, type });
  useEffect(() => {
    const typed = input.current?.value ?? "";
    if (typed !== first.current.current) first.current.type(typed);
  }, [input]);
}

/** Calls the latest function once typing has stopped for a moment. */
function useDelayed<Args extends unknown[]>(call: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(call);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    latest.current = call;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (...args) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(...args), TYPING_MS);
  };
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
