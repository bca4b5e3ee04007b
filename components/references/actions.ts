"use server";

import { z } from "zod";
import { inspectReference } from "@/lib/links/references/inspect-reference";
import { staffAction } from "@/lib/staff/staff-action";

/** Inspects a custom reference. It is posted, so that no URL and no log contains it. */
export const lookIntoReference = staffAction({
  permission: "settings:read",
  input: z.object({ reference: z.string().trim().max(2_000) }),
  run: async ({ scope, runtime }, { reference }) => ({
    ok: true,
    value: await inspectReference(scope, runtime.database, runtime.auditKeys, reference),
  }),
});
