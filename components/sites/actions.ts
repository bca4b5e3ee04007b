"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { PARTNER_CODE } from "@/lib/sites/credentials/partner-code";
import { addSite } from "@/lib/sites/life/add-site";
import { changeSiteState } from "@/lib/sites/life/end-site";
import { type ReadSettings, readSettings } from "@/lib/sites/settings/settings-schema";
import { settingsDependencies } from "@/lib/staff/settings-dependencies";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

type WrongFields = Extract<ReadSettings, { ok: false }>["fields"];

/** The result of adding: the callback URL, shown only this once, or which fields are wrong and how. */
export type AddOutcome =
  | { added: true; siteId: string; callbackUrl: string }
  | { added: false; fields: WrongFields; malformed: readonly ("partnerId" | "partnerRef")[] };

const typed = z.string().max(5_000);
const formSchema = z.object({
  name: typed,
  domain: typed,
  language: z.enum(["en", "fr"]),
  supportContact: typed,
  allowedIps: typed,
  partnerId: typed.trim(),
  partnerRef: typed.trim(),
});

/** Adds a site. Only those may who see every site: nobody gives themselves one. */
export const addOneSite = staffAction({
  permission: "sites:manage",
  input: formSchema,
  run: async (
    { staff, runtime },
    { partnerId, partnerRef, ...form },
  ): Promise<ActionResult<AddOutcome, "not_yours" | "partner_taken" | "too_weak">> => {
    if (!staff.reach.beyondSites) return { ok: false, problem: "not_yours" };
    const read = readSettings({ ...form, stalenessMode: "warn", stalenessSeconds: "300" });
    const malformed = [
      ...(PARTNER_CODE.test(partnerId) ? [] : (["partnerId"] as const)),
      ...(partnerRef === "" || PARTNER_CODE.test(partnerRef) ? [] : (["partnerRef"] as const)),
    ];
    if (!read.ok || malformed.length > 0)
      return { ok: true, value: { added: false, fields: read.ok ? {} : read.fields, malformed } };
    const site = { ...read.settings, partnerId, partnerRef: partnerRef === "" ? null : partnerRef };
    const result = await addSite(staff.reach, settingsDependencies(runtime), site);
    if (!result.ok) return result;
    runtime.siteIds.forget();
    refresh();
    const callbackUrl = `${runtime.env.APP_URL}/api/webhooks/anytime/${result.webhookKey}`;
    return { ok: true, value: { added: true, siteId: result.siteId, callbackUrl } };
  },
});

const state = z.enum(["open", "ended", "closed"]);

/** Ends a site, closes its callback, or opens it again. */
export const changeOneSite = staffAction({
  permission: "sites:manage",
  input: z.object({ siteId: z.uuid(), from: state, to: state }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<null, "not_found" | "changed_meanwhile">> => {
    const change = await changeSiteState(scope, settingsDependencies(runtime), order);
    if (!change.ok) return change;
    refresh();
    return { ok: true, value: null };
  },
});
