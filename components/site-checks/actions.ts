"use server";

import { z } from "zod";
import { clientScriptUrl } from "@/lib/anytime/client-js";
import { countTry } from "@/lib/db/rate-limit";
import { checkScript, type ScriptCheck } from "@/lib/http/outgoing/check-script";
import { sendTestEvent } from "@/lib/http/outgoing/send-test-event";
import { beginTest } from "@/lib/sites/credentials/begin-test";
import type { SeenTest } from "@/lib/sites/finding/test-event";
import { readTest } from "@/lib/sites/finding/test-events-store";
import { listSites } from "@/lib/sites/life/sites-store";
import { settingsDependencies } from "@/lib/staff/settings-dependencies";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const MOST_CHECKS = 60;

/** What the bank answers for a site's script, in each language. */
export type ScriptChecks = readonly { readonly language: "en" | "fr"; readonly check: ScriptCheck }[];

/** Asks the bank for a site's script, as a connect page would have it loaded. */
export const checkSiteScript = staffAction({
  permission: "settings:write",
  onlyReads: true,
  input: z.object({ siteId: z.uuid() }),
  run: async (
    { staff, scope, runtime },
    { siteId },
  ): Promise<ActionResult<ScriptChecks, "not_found" | "too_many">> => {
    const { database, env } = runtime;
    const site = (await listSites(scope, database.prisma)).find(({ id }) => id === siteId);
    if (site === undefined) return { ok: false, problem: "not_found" };
    if (!(await countTry(database.prisma, `site checks ${staff.staffId}`, MOST_CHECKS)))
      return { ok: false, problem: "too_many" };
    const asked = (["en", "fr"] as const).map(async (language) => ({
      language,
      check: await checkScript(clientScriptUrl(env.ANYTIME_CONNECT_ORIGIN, site.partnerId, language)),
    }));
    return { ok: true, value: await Promise.all(asked) };
  },
});

/** A test event: how it was seen, or what to run elsewhere where this server does not reach its own address. */
export type SentTest =
  | { readonly arrived: true; readonly seen: SeenTest }
  | { readonly arrived: false; readonly id: string; readonly url: string; readonly body: string };

/** Tests a site's callback: by this server's own request, or by one that somebody sends from elsewhere. */
export const testSiteCallback = staffAction({
  permission: "settings:write",
  input: z.object({ siteId: z.uuid(), elsewhere: z.boolean() }),
  run: async (
    { staff, scope, runtime },
    { siteId, elsewhere },
  ): Promise<ActionResult<SentTest, "not_found" | "too_many">> => {
    const { database, env } = runtime;
    if (!(await countTry(database.prisma, `site checks ${staff.staffId}`, MOST_CHECKS)))
      return { ok: false, problem: "too_many" };
    const test = await beginTest(scope, settingsDependencies(runtime), siteId);
    if (test === null) return { ok: false, problem: "not_found" };
    const { id, nonce, body } = test;
    // The address is that of the settings; the nonce stands where the bank's URL has the key.
    const url = `${env.APP_URL}/api/webhooks/anytime/${nonce}`;
    if (!elsewhere) await sendTestEvent(url, body);
    const seen = await readTest(scope, database.prisma, id);
    return seen === null || seen === "over"
      ? { ok: true, value: { arrived: false, id, url, body } }
      : { ok: true, value: { arrived: true, seen } };
  },
});

/** How a test event was seen; null while none came. */
export const readSiteTest = staffAction({
  permission: "settings:write",
  onlyReads: true,
  input: z.object({ id: z.uuid() }),
  run: async ({ scope, runtime }, { id }): Promise<ActionResult<SeenTest | null, "over">> => {
    const seen = await readTest(scope, runtime.database.prisma, id);
    return seen === "over" ? { ok: false, problem: "over" } : { ok: true, value: seen };
  },
});
