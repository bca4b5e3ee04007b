const PLACEHOLDERS =
  /change[\W_]?(?:this|me|it)|please|placeholder|example|replace|default|password|passwd|passwort|mot[\W_]?de[\W_]?passe|your[\W_]|secret|xxxxx|qwerty|azerty|anytime|dashboard/gi;
/** In 32 random base64 or hexadecimal digits, fewer distinct characters than this do not occur. */
const LEAST_DISTINCT = 9;

/**
 * Says why a secret could be guessed. It cannot prove that a secret is random; it finds those that are not.
 *
 * @param text a secret made by a machine: a key of base64 or hexadecimal digits
 * @returns the end of a sentence, or null if nothing is wrong
 */
export function weaknessOfSecret(text: string): string | null {
  if (new Set(text).size < LEAST_DISTINCT || isPeriodic(text) || isSequence(text))
    return "is too regular to be random";
  const rest = text.replaceAll(PLACEHOLDERS, "").replaceAll(/[\W_]/g, "");
  return rest.length < 20 && rest.length < text.replaceAll(/[\W_]/g, "").length
    ? "reads like a placeholder"
    : null;
}

/** Why a password is refused, as the end of a sentence. */
export const PASSWORD_FAULTS = {
  short: "must have at least 12 characters besides spaces around it",
  regular: "is too regular",
  guessed: "is easily guessed",
  common: "is one that many people use",
} as const;
export type PasswordFault = keyof typeof PASSWORD_FAULTS;

/**
 * The same for a password, which a person may have made up.
 *
 * @param email of its owner: a password made from it is no secret
 */
export function faultOfPassword(text: string, email = ""): PasswordFault | null {
  const shown = text.replaceAll(/\s/g, "");
  if (text.trim().length < 12) return "short";
  if (new Set(shown).size < 5 || isPeriodic(shown) || isSequence(shown)) return "regular";
  const own = email
    .split("@")
    .flatMap((part) => part.split(/[.+_-]/))
    .filter((part) => part.length > 2);
  const known = own.reduce((rest, part) => rest.replaceAll(part.toLowerCase(), ""), shown.toLowerCase());
  return known.replaceAll(PLACEHOLDERS, "").replaceAll(/[\W_]/g, "").length < 5 ? "guessed" : null;
}

/** Whether a part of it, at most half, repeats to the end. */
function isPeriodic(text: string): boolean {
  const periods = Array.from({ length: Math.floor(text.length / 2) }, (_, at) => at + 1);
  return periods.some((period) => text.slice(period) === text.slice(0, -period));
}

/** Whether most characters follow the one before them, up or down: abcd, 9876. */
function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => Math.abs(code - (codes[at] ?? 0)));
  return steps.filter((step) => step <= 1).length > steps.length * 0.6;
}
