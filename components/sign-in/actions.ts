"use server";

import type { PasskeyQuestion } from "@/lib/staff/passkeys/ask-passkey";
import { askThisBrowser, askWhoAwaits } from "@/lib/staff/passkeys/questions";
import { takeDeviceLink } from "@/lib/staff/sign-in/device-cookie";

/** Server action: opens a device link while signed out. @returns whether it is still valid */
export async function openDeviceLink(link: unknown): Promise<boolean> {
  return takeDeviceLink(link);
}

/** Server action: asks for a passkey while signed out, whoever's it is. @returns null after too many */
export async function askAnyPasskey(): Promise<PasskeyQuestion | null> {
  return askThisBrowser();
}

/** Server action: asks for a passkey as the second step of signing in. @returns null if none can be asked for */
export async function askPasskeyStep(): Promise<PasskeyQuestion | null> {
  return askWhoAwaits();
}
