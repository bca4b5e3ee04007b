import type { Locale } from "./locale";
import type { Messages } from "./messages-en";

/** The messages of one language, by area. Only that language is loaded. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "en":
      return (await import("./messages-en")).en;
    case "fr":
      return (await import("./messages-fr")).fr;
  }
}
