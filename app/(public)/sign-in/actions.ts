"use server";

import { getRuntime } from "@/lib/runtime";
import { readDevice, writeDevice } from "@/lib/staff/device";
import { setDeviceCookie } from "@/lib/staff/device-cookie";

/**
 * Server action: makes this browser a known one by the link of `npm run staff -- unlock`. The device stays the one
 * that the link names, so that opening it again gives no further tries.
 *
 * @returns whether the link still holds
 */
export async function openDeviceLink(link: unknown): Promise<boolean> {
  const { ring } = getRuntime().auditKeys;
  const device = readDevice(ring, "link", typeof link === "string" ? link : null);
  if (device !== null) await setDeviceCookie(writeDevice(ring, "cookie", device));
  return device !== null;
}
