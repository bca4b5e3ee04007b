import en from "./messages/en/errors.json";
import fr from "./messages/fr/errors.json";

/**
 * The words of error pages, which stand where providers may be gone.
 *
 * @param language of the document, its `lang`
 */
export function errorWords(language: string): typeof en {
  return language.startsWith("fr") ? fr : en;
}
