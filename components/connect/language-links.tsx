const LANGUAGES = { fr: "Français", en: "English" } as const;

/** The page in the other language. Links, not buttons: the bank's script keeps the language it was loaded in. */
export function LanguageLinks({ current, label }: { current: "en" | "fr"; label: string }) {
  return (
    <nav aria-label={label} className="flex gap-1.5">
      {(["fr", "en"] as const).map((language) => (
        <span key={language} className="flex gap-1.5">
          {language === "en" && <span aria-hidden="true">·</span>}
          {language === current ? (
            <b aria-current="true" className="font-semibold text-dim" lang={language}>
              {LANGUAGES[language]}
            </b>
          ) : (
            <a href={`?lang=${language}`} hrefLang={language} lang={language} className="hover:text-ink">
              {LANGUAGES[language]}
            </a>
          )}
        </span>
      ))}
    </nav>
  );
}
