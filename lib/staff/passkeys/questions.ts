import { headers } from "next/headers";
import { getRuntime } from "@/lib/runtime";
import { readAwaiting } from "../authorise";
import { askForAnyPasskey, askForPasskey, type PasskeyQuestion } from "./ask-passkey";
import { keepChallengeCookie } from "./challenge-cookie";

/** Asks the browser of this request, which nobody is signed in at, for a passkey. @returns null after too many */
export async function askThisBrowser(): Promise<PasskeyQuestion | null> {
  const browser = await keepChallengeCookie();
  return askForAnyPasskey(getRuntime(), { browser, address: (await headers()).get("x-real-ip") });
}

/** Asks whoever gave the right password in this browser for a passkey. @returns null if none can be asked for */
export async function askWhoAwaits(): Promise<PasskeyQuestion | null> {
  const awaiting = await readAwaiting();
  return awaiting === null ? null : askForPasskey(getRuntime(), awaiting);
}
