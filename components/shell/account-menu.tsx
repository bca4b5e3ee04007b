"use client";

import { ChevronsUpDown, LogOut, MonitorX, UserCog } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { noWords, useProblemWords } from "@/components/actions/action-problem";
import { type CommonProblem, callAction } from "@/components/actions/use-action";
import { announceSignOut } from "@/components/live/channel";
import { choiceOf } from "@/components/menu/entries";
import { Menu } from "@/components/menu/menu";
import { useRouter } from "@/components/navigation/use-router";
import type { StaffRole } from "@/lib/db/access/scope";
import { LOCALES, type Locale } from "@/lib/i18n/locale";
import { setLocale, setTheme } from "@/lib/i18n/preferences";
import { THEMES, type Theme } from "@/lib/i18n/theme";
import type { ActionResult, StaffProblem } from "@/lib/staff/staff-action";
import { signOutEverywhere } from "./actions";

/** Who is signed in, as the navigation shows them. */
export interface Me {
  readonly name: string;
  readonly role: StaffRole;
}

export interface AccountMenuProps {
  me: Me;
  theme: Theme;
}

const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: "English", fr: "Français" };
const THEME_WORDS = { light: "themeLight", dark: "themeDark", system: "themeSystem" } as const;

/** Who is signed in, and what they may choose for themselves. */
export function AccountMenu({ me, theme }: AccountMenuProps) {
  const t = useTranslations("shell");
  const locale = useLocale();
  const router = useRouter();
  const words = useProblemWords(noWords);
  const [problem, setProblem] = useState<CommonProblem | null>(null);
  const attempt = async (calling: Promise<ActionResult<null, StaffProblem>>) => {
    setProblem(null);
    const answer = await callAction(calling);
    setProblem(answer.ok ? null : answer.problem);
    return answer.ok;
  };
  const keep = async (saved: Promise<void>) => {
    if (await attempt(asResult(saved))) router.refresh();
  };
  const leaveEverywhere = async () => {
    // Signed out already: the next page says so, if this browser's own sign-out does not.
    if (await attempt(signOutEverywhere(undefined)))
      await leave().catch(() => window.location.assign("/sign-in"));
  };
  return (
    <>
      {problem !== null && (
        <p role="alert" className="px-2 pb-1 text-label text-bad">
          {problem === "connection_lost" ? t("noAnswer") : words(problem)}
        </p>
      )}
      <Menu
        label={t("account", { name: me.name, role: t(`role.${me.role}`) })}
        placement="top start"
        triggerClassName="flex w-full items-center gap-2.5 rounded-control p-2 text-left text-table text-dim hover:bg-hover"
        trigger={
          <>
            <span
              aria-hidden="true"
              className="grid size-[26px] shrink-0 place-items-center rounded-full bg-accent-soft text-[11px]/none font-semibold text-accent"
            >
              {initials(me.name)}
            </span>
            <span className="min-w-0 grow leading-[18px]">
              <span className="block truncate text-ink">{me.name}</span>
              <span className="block truncate text-label">{t(`role.${me.role}`)}</span>
            </span>
            <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
          </>
        }
        entries={[
          choiceOf({
            title: t("theme"),
            options: THEMES.map((key) => ({ key, text: t(THEME_WORDS[key]) })),
            selected: theme,
            onSelect: (key) => void keep(setTheme(key)),
          }),
          choiceOf({
            title: t("language"),
            options: LOCALES.map((key) => ({ key, text: LANGUAGE_NAMES[key] })),
            selected: locale,
            onSelect: (key) => void keep(setLocale(key)),
          }),
          {
            key: "account",
            text: t("yourAccount"),
            icon: <UserCog aria-hidden="true" />,
            onAction: () => router.push("/account"),
          },
          {
            key: "leave",
            text: t("signOut"),
            icon: <LogOut aria-hidden="true" />,
            onAction: () => void attempt(asResult(leave())),
          },
          {
            key: "leaveEverywhere",
            text: t("signOutEverywhere"),
            icon: <MonitorX aria-hidden="true" />,
            onAction: () => void leaveEverywhere(),
          },
        ]}
      />
    </>
  );
}

const asResult = (doing: Promise<void>) => doing.then(() => ({ ok: true, value: null }) as const);

/** Ends the session, here and in the other tabs. */
async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ redirect: false });
  if (!announceSignOut()) window.location.assign("/sign-in");
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}
