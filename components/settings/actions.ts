"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { changeSiteSettings } from "@/lib/sites/settings/change-settings";
import { type ReadSettings, readSettings } from "@/lib/sites/settings/settings-schema";
import { settingsDependencies } from "@/lib/staff/settings-dependencies";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** The result of saving: whether anything changed, or which fields are wrong and how. */
export type SaveOutcome = { saved: true; changed: boolean } | { saved: false; fields: WrongFields };
type WrongFields = Extract<ReadSettings, { ok: false }>["fields"];

const typed = z.string().max(5_000);
const orderSchema = z.object({
  siteId: z.uuid(),
  revision: z.string().max(64),
  form: z.object({
    name: typed,
    domain: typed,
    language: z.enum(["en", "fr"]),
    supportContact: typed,
    allowedIps: typed,
    stalenessMode: z.enum(["warn", "refuse"]),
    stalenessSeconds: typed,
  }),
});

/** Saves the form of a site's settings. */
export const saveSiteSettings = staffAction({
  permission: "settings:write",
  input: orderSchema,
  run: async (
    { scope, runtime },
    { siteId, revision, form },
  ): Promise<ActionResult<SaveOutcome, "not_found" | "changed_meanwhile" | "too_weak">> => {
    const read = readSettings(form);
    if (!read.ok) return { ok: true, value: { saved: false, fields: read.fields } };
    const order = { siteId, revision, settings: read.settings };
    const change = await changeSiteSettings(scope, settingsDependencies(runtime), order);
    if (!change.ok) return change;
    refresh();
    return { ok: true, value: { saved: true, changed: change.changed.length > 0 } };
  },
});
