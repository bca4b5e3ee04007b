import en from "./messages/en/errors.json";
import fr from "./messages/fr/errors.json";

/** Says, as the digest of an error that reaches a browser, that the database was away. */
export const DATABASE_AWAY = "database_away";

/**
 * The words of error pages, which stand where providers may be gone.
 *
 * @param language of the document, its `lang`
 */
export function errorWords(language: string): typeof en {
  return language.startsWith("fr") ? fr : en;
}
