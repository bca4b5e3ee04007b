"use server";

import { takeDeviceLink } from "@/lib/staff/sign-in/device-cookie";

/** Server action: opens a device link while signed out. @returns whether it is still valid */
export async function openDeviceLink(link: unknown): Promise<boolean> {
  return takeDeviceLink(link);
}
