import en from "./messages/en/errors.json";
import fr from "./messages/fr/errors.json";

/** The digest of an error that reaches a browser because the database was unavailable. */
export const DATABASE_AWAY = "database_away";

/**
 * The messages of error pages, which may be shown without providers.
 *
 * @param language of the document, its `lang`
 */
export function errorWords(language: string): typeof en {
  return language.startsWith("fr") ? fr : en;
}
