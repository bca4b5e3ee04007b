"use server";

import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { dropDeviceCookie } from "@/lib/staff/sign-in/device-cookie";
import { staffAction } from "@/lib/staff/staff-action";
import { signOutEverywhere as endEverything } from "@/lib/staff/store";

/** Ends all sessions of whoever asks, and forgets the devices they trusted. */
export const signOutEverywhere = staffAction({
  permission: "overview:read",
  input: z.undefined(),
  run: async ({ staff, scope, runtime }) => {
    await runtime.database.prisma.$transaction(async (tx) => {
      await endEverything(tx, staff.staffId);
      await recordAudit(scope, tx, runtime.auditKeys, {
        action: "staff.sign_out_everywhere",
        outcome: "done",
        targetType: "staff",
        targetId: staff.staffId,
      });
    });
    await dropDeviceCookie();
    return { ok: true, value: null };
  },
});
