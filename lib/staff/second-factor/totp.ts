import { randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { NO_SITE } from "@/lib/audit/details";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { open, type SealedPlace, seal } from "@/lib/crypto/seal";
import { fingerprint, normaliseSupportCode } from "@/lib/crypto/secrets";

const SECONDS = 30;
/** A phone's clock may be one code ahead or behind. */
const WINDOW = 1;
const CODES = 10;
/** 80 random bits each: nobody guesses them from their digests. */
const CODE_LENGTH = 16;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Makes the secret of a new authenticator app, in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that an app reads from a QR code. */
export function totpAddress(secret: string, of: { issuer: string; email: string }): string {
  return totpOf(secret, of).toString();
}

/** The 30 seconds that a code is of, counted since 1970; null if it is no code of now. */
export function stepOfCode(secret: string, code: string, now = Date.now()): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1_000 / SECONDS) + delta;
}

function totpOf(secret: string, of?: { issuer: string; email: string }): TOTP {
  const shown = of === undefined ? {} : { issuer: of.issuer, label: of.email };
  return new TOTP({
    ...shown,
    algorithm: "SHA1",
    digits: 6,
    period: SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

/** Seals the secret of an app for its row. */
export function sealTotp(ring: KeyRing, id: string, secret: string): Buffer<ArrayBuffer> {
  return seal(ring, placeOf(id), Buffer.from(secret, "latin1"));
}

/** Opens what `sealTotp` sealed. */
export function openTotp(ring: KeyRing, id: string, sealed: Uint8Array): string {
  return open(ring, placeOf(id), sealed).toString("latin1");
}

function placeOf(row: string): SealedPlace {
  return { table: "staff_totp", row, site: NO_SITE };
}

/** Makes the recovery codes of a member of staff, in groups of four for reading. */
export function newRecoveryCodes(): readonly string[] {
  const draw = () => Array.from({ length: CODE_LENGTH }, () => CROCKFORD[randomInt(32)]).join("");
  return Array.from({ length: CODES }, () => draw().replaceAll(/.{4}(?=.)/g, "$&-"));
}

/** What a recovery code is stored and looked up as, however it was typed. */
export function digestOfRecoveryCode(code: string): Buffer<ArrayBuffer> {
  return fingerprint(normaliseSupportCode(code));
}

/** Whether what was typed has the shape of a recovery code rather than of an app's. */
export function isRecoveryCode(typed: string): boolean {
  return normaliseSupportCode(typed).length === CODE_LENGTH;
}
