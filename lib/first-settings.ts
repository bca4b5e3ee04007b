import { z } from "zod";
import { readRsaKey } from "./crypto/rsa-key";
import { faultOfPassword, PASSWORD_FAULTS, weaknessOfSecret } from "./crypto/weak-secret";

/** Settings as given: absent if empty. */
export type GivenSettings = Readonly<Record<string, string | undefined>>;

const WHERE_FROM = "the Anytime BankStore shows it";
const NEW_KEY = "make one with: openssl rand -hex 24";
const DEFAULT_ADDRESS = "185.8.76.132";

/** Addresses of ANYTIME_ALLOWED_IPS. */
export function splitAddresses(text: string | undefined): string[] {
  return (text || DEFAULT_ADDRESS).split(",").flatMap((entry) => entry.trim() || []);
}

/**
 * Reasons why the ANYTIME_* settings cannot create a site: one sentence each, without any value. They matter only for
 * the first start; afterwards the database counts.
 */
export function firstSiteProblems(given: GivenSettings): string[] {
  const { ANYTIME_PARTNER_ID: id, ANYTIME_PARTNER_REF: ref, ANYTIME_PARTNER_NAME: name } = given;
  const addresses = splitAddresses(given.ANYTIME_ALLOWED_IPS);
  const unreadable = addresses.find((entry) => !isAddress(entry));
  return [
    ...codeProblem("ANYTIME_PARTNER_ID", id, true),
    ...codeProblem("ANYTIME_PARTNER_REF", ref, false),
    ...(name !== undefined && name.length > 80
      ? ["ANYTIME_PARTNER_NAME must have at most 80 characters."]
      : []),
    ...webhookKeyProblem(given.ANYTIME_WEBHOOK_KEY),
    ...apiKeyProblem(given.ANYTIME_API_PRIVATE_KEY),
    ...(addresses.length === 0 || unreadable !== undefined
      ? [
          `ANYTIME_ALLOWED_IPS must be addresses or CIDR ranges with commas between them, such as ${DEFAULT_ADDRESS}, or * to check none.`,
        ]
      : []),
  ];
}

/**
 * Reasons why ADMIN_EMAIL and ADMIN_PASSWORD cannot create the first owner. Neither is required: the shell can add
 * one.
 */
export function firstOwnerProblems({
  ADMIN_EMAIL: email,
  ADMIN_PASSWORD: password,
}: GivenSettings): string[] {
  if (!email && !password) return [];
  const fault = password ? faultOfPassword(password, email) : null;
  return [
    ...(!email ? ["ADMIN_EMAIL is missing; give the e-mail address of the first owner."] : []),
    ...(email && !z.email().safeParse(email).success
      ? ["ADMIN_EMAIL must be an e-mail address, such as you@example.com."]
      : []),
    ...(!password ? ["ADMIN_PASSWORD is missing; make one with: openssl rand -base64 15."] : []),
    ...(fault !== null
      ? [`ADMIN_PASSWORD ${PASSWORD_FAULTS[fault]}; make one with: openssl rand -base64 15.`]
      : []),
  ];
}

/** Why a webhook key could be guessed, or is not valid; null if nothing is wrong. */
export function weaknessOfWebhookKey(key: string): string | null {
  return /^[\w-]{24,128}$/.test(key) ? weaknessOfSecret(key) : "must be 24 to 128 URL-safe characters";
}

function webhookKeyProblem(key: string | undefined): string[] {
  const weakness = key ? weaknessOfWebhookKey(key) : "is missing";
  return weakness === null ? [] : [`ANYTIME_WEBHOOK_KEY ${weakness}; ${NEW_KEY}.`];
}

function apiKeyProblem(text: string | undefined): string[] {
  const read = text ? readRsaKey(text) : null;
  return read === null || read.ok
    ? []
    : [`ANYTIME_API_PRIVATE_KEY ${read.problem}; make one with: openssl genrsa 2048 | openssl base64 -A.`];
}

function codeProblem(variable: string, value: string | undefined, needed: boolean): string[] {
  if (!value) return needed ? [`${variable} is missing; ${WHERE_FROM}.`] : [];
  return /^[\w-]{64}$/.test(value)
    ? []
    : [`${variable} must be the 64 characters shown in the Anytime BankStore.`];
}

function isAddress(entry: string): boolean {
  return (
    entry === "*" ||
    [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()].some((kind) => kind.safeParse(entry).success)
  );
}
