"use server";

import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { dropDeviceCookie } from "@/lib/staff/device-cookie";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";
import { signOutEverywhere as endEverything } from "@/lib/staff/store";

const everywhere = staffAction({
  permission: "overview:read",
  input: z.undefined(),
  run: async ({ staff, scope, runtime }): Promise<ActionResult<null>> => {
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

/** Server action: ends all sessions of the staff member who asks, and the trust in their browsers. */
export async function signOutEverywhere(): Promise<ActionResult<null>> {
  return everywhere(undefined);
}
