import { cookies } from "next/headers";
import { getRuntime } from "@/lib/runtime";
import { findOwnSecrets } from "@/lib/staff/account/own-store";
import { deviceSeconds, newDevice, readDevice, writeDevice } from "./device";

/** The browser's device cookie as sent; null if there is none. */
export async function readDeviceCookie(): Promise<string | null> {
  return (await cookies()).get(cookieName())?.value ?? null;
}

/** Sets a device cookie. Only possible where an answer can set cookies: in actions and route handlers. */
export async function setDeviceCookie(value: string): Promise<void> {
  (await cookies()).set(cookieName(), value, { ...attributes(), maxAge: deviceSeconds("cookie") });
}

/** Keeps this browser a known one, after the trust in all devices of an account has ended. */
export async function trustThisDevice(staffId: string): Promise<void> {
  const { auditKeys, database } = getRuntime();
  const staff = await findOwnSecrets(database.prisma, staffId);
  await setDeviceCookie(writeDevice(auditKeys.ring, "cookie", newDevice(staff)));
}

/**
 * Makes this browser a known one by the link of `npm run staff -- unlock`. The device is the one that the link names,
 * so that opening it again gives no more attempts.
 *
 * @returns whether the link is still valid
 */
export async function takeDeviceLink(link: unknown): Promise<boolean> {
  const { ring } = getRuntime().auditKeys;
  const device = readDevice(ring, "link", typeof link === "string" ? link : null);
  if (device !== null) await setDeviceCookie(writeDevice(ring, "cookie", device));
  return device !== null;
}

/** Removes the device cookie. */
export async function dropDeviceCookie(): Promise<void> {
  (await cookies()).set(cookieName(), "", { ...attributes(), maxAge: 0 });
}

// The prefix binds the cookie to this host. Browsers accept it only over https, so on this machine's http it has none.
const isSecure = () => getRuntime().env.APP_URL.startsWith("https://");
const cookieName = () => (isSecure() ? "__Host-anytime-device" : "anytime-device");

function attributes() {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure() } as const;
}
