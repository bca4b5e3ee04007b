import { cookies } from "next/headers";
import { getRuntime } from "@/lib/runtime";
import { deviceSeconds } from "./device";

/** The browser's device cookie, as it came; null where there is none. */
export async function readDeviceCookie(): Promise<string | null> {
  return (await cookies()).get(cookieName())?.value ?? null;
}

/** Gives the browser a device cookie. Only where an answer can set cookies: in actions and route handlers. */
export async function setDeviceCookie(value: string): Promise<void> {
  (await cookies()).set(cookieName(), value, { ...attributes(), maxAge: deviceSeconds("cookie") });
}

/** Takes the device cookie away. */
export async function dropDeviceCookie(): Promise<void> {
  (await cookies()).set(cookieName(), "", { ...attributes(), maxAge: 0 });
}

// The prefix binds the cookie to this host. Browsers take it from https alone, so that http on this machine has none.
const isSecure = () => getRuntime().env.APP_URL.startsWith("https://");
const cookieName = () => (isSecure() ? "__Host-anytime-device" : "anytime-device");

function attributes() {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure() } as const;
}
