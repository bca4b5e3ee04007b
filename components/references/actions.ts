"use server";

import { z } from "zod";
import { type InspectedReference, inspectReference } from "@/lib/links/references/inspect-reference";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const inspect = staffAction({
  permission: "settings:read",
  input: z.object({ reference: z.string().trim().max(2_000) }),
  run: async ({ scope, runtime }, { reference }): Promise<ActionResult<InspectedReference>> => ({
    ok: true,
    value: await inspectReference(scope, runtime.database, runtime.auditKeys, reference),
  }),
});

/** Inspects a custom reference. It is posted, so that it is in no URL and no log. */
export async function lookIntoReference(input: unknown): Promise<ActionResult<InspectedReference>> {
  return inspect(input);
}
