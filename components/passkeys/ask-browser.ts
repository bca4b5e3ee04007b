import {
  type AuthenticationResponseJSON,
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from "@simplewebauthn/browser";

/** Why a browser has no answer: a key of the messages. `replaced`: another question was put meanwhile. */
export const BROWSER_PROBLEMS = [
  "cancelled",
  "unsupported",
  "insecure",
  "wrong_site",
  "already_here",
  "no_verification",
  "browser_failed",
  "replaced",
] as const;
export type BrowserProblem = (typeof BROWSER_PROBLEMS)[number];

/** What a browser answers. */
export type Answered<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: BrowserProblem };

/** The name of what browsers throw. They throw objects of their own, whose texts are for developers. */
const PROBLEM_OF: Readonly<Record<string, BrowserProblem>> = {
  NotAllowedError: "cancelled",
  AbortError: "replaced",
  SecurityError: "wrong_site",
  InvalidStateError: "already_here",
  ConstraintError: "no_verification",
  NotSupportedError: "no_verification",
};

/** Has somebody use a passkey. */
export function answerWithPasskey(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<Answered<AuthenticationResponseJSON>> {
  return ask(() => startAuthentication({ optionsJSON }));
}

/** Has somebody make a passkey. */
export function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<Answered<RegistrationResponseJSON>> {
  return ask(() => startRegistration({ optionsJSON }));
}

/** Whether this browser can offer passkeys where an e-mail is typed. */
export async function offersPasskeys(): Promise<boolean> {
  return window.isSecureContext && (await browserSupportsWebAuthnAutofill());
}

/** Offers passkeys where an e-mail is typed, until one is chosen or another question is put. */
export function offerPasskeys(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<Answered<AuthenticationResponseJSON>> {
  return ask(() => startAuthentication({ optionsJSON, useBrowserAutofill: true }));
}

/** Takes back what was asked and has no answer yet. */
export function stopAsking(): void {
  WebAuthnAbortService.cancelCeremony();
}

async function ask<Value>(question: () => Promise<Value>): Promise<Answered<Value>> {
  if (!window.isSecureContext) return { ok: false, problem: "insecure" };
  if (!browserSupportsWebAuthn()) return { ok: false, problem: "unsupported" };
  try {
    return { ok: true, value: await question() };
  } catch (error) {
    const problem = error instanceof Error ? PROBLEM_OF[error.name] : undefined;
    return { ok: false, problem: problem ?? "browser_failed" };
  }
}
