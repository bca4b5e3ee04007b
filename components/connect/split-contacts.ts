/** A piece of a text; `href` if it can be tapped. */
export interface ContactPart {
  /** Where it begins. */
  readonly at: number;
  readonly text: string;
  readonly href: string | null;
}

const URL_FORM = String.raw`https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]`;
const EMAIL_FORM = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`;
// International, or with the leading zero of national numbers: other digits are no phone numbers.
const PHONE_FORM = String.raw`(?<![\w/.-])(?:\+|0)[\d\s().\/\u00A0\u202F-]{6,20}\d(?![\w-])`;
const CONTACT = new RegExp(`(${URL_FORM})|(${EMAIL_FORM})|(${PHONE_FORM})`, "gu");

/** Finds e-mail addresses, phone numbers and links in text that staff wrote. Nothing else becomes a link. */
export function splitContacts(text: string): ContactPart[] {
  const parts: ContactPart[] = [];
  let end = 0;
  for (const match of text.matchAll(CONTACT)) {
    const [found, url, email] = match;
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index), href: null });
    parts.push({ at: match.index, text: found, href: hrefOf(found, url, email) });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), href: null });
  return parts;
}

function hrefOf(found: string, url: string | undefined, email: string | undefined): string | null {
  if (url !== undefined) return URL.canParse(url) ? new URL(url).href : null;
  if (email !== undefined) return `mailto:${email}`;
  // "+33 (0)1 …": the zero is not dialled with the country's code.
  const number = found.replace(/^\+(.*?)\(0\)/, "+$1").replaceAll(/[^\d+]/g, "");
  return /^\+?\d{8,15}$/.test(number) ? `tel:${number}` : null;
}
