"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { fingerprint } from "@/lib/crypto/secrets";
import { auditCallbackUrl, hideFirstSteps } from "@/lib/overview/first-steps";
import { findOnlySite } from "@/lib/sites/finding/site-store";
import { markSeen } from "@/lib/staff/notices/notices-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Hides the first steps for everybody, or shows them again. */
export const hideFirstStepsAction = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid(), hidden: z.boolean() }),
  run: async ({ scope, runtime }, input): Promise<ActionResult<null, "changed_since">> =>
    (await hideFirstSteps(scope, runtime.database, runtime.auditKeys, input))
      ? { ok: true, value: null }
      : { ok: false, problem: "changed_since" },
});

/** The callback URL with its key. Only its hash is stored: it is known while the server's settings still have it. */
export const copyCallbackUrl = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid() }),
  run: async ({ scope, runtime }, { siteId }): Promise<ActionResult<string, "not_known">> => {
    const { database, auditKeys, env } = runtime;
    const key = env.ANYTIME_WEBHOOK_KEY ?? "";
    const site = await findOnlySite(scope, database.prisma);
    const hash = fingerprint(key);
    const isKnown = site?.credentials.some(
      ({ keyHash, slot }) => slot === "current" && keyHash !== null && hash.equals(keyHash),
    );
    if (site?.id !== siteId || isKnown !== true) return { ok: false, problem: "not_known" };
    await auditCallbackUrl(scope, database, auditKeys, siteId);
    return { ok: true, value: `${env.APP_URL}/api/webhooks/anytime/${key}` };
  },
});

/** Takes notices off the first page of whoever has seen them. */
export const seeNotices = staffAction({
  permission: "account:own",
  input: z.object({ ids: z.array(z.uuid()).min(1).max(100) }),
  run: async ({ scope, runtime }, { ids }): Promise<ActionResult<null>> => {
    await markSeen(scope, runtime.database.prisma, ids);
    refresh();
    return { ok: true, value: null };
  },
});
