"use server";

import { takeDeviceLink } from "@/lib/staff/device-cookie";

/** Server action: opens a device link, signed out. @returns whether it still holds */
export async function openDeviceLink(link: unknown): Promise<boolean> {
  return takeDeviceLink(link);
}
