"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { saveConnectSettings, saveLogo } from "@/lib/sites/connect-page/save-settings";
import { type ReadConnectSettings, readConnectSettings } from "@/lib/sites/connect-page/settings-schema";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** The result of saving: whether anything changed, or which fields are wrong and how. */
export type ConnectSaveOutcome =
  | { saved: true; changed: boolean }
  | { saved: false; fields: Extract<ReadConnectSettings, { ok: false }>["fields"] };

const typed = z.string().max(5_000);
const wordsSchema = z.object({ what: typed, why: typed, revoke: typed, privacy: typed });
/** Saves the form of the connect page's settings. */
export const saveConnectPage = staffAction({
  permission: "settings:write",
  input: z.object({
    siteId: z.uuid(),
    revision: z.string().max(64),
    form: z.object({
      returnOrigin: typed,
      accentColour: typed,
      privacyUrl: typed,
      linkDays: typed,
      scriptHosts: typed,
      confirmSecondBrowser: z.boolean(),
      connectWords: z.object({ en: wordsSchema, fr: wordsSchema }),
    }),
  }),
  run: async (
    { scope, runtime },
    { siteId, revision, form },
  ): Promise<ActionResult<ConnectSaveOutcome, "not_found" | "changed_meanwhile">> => {
    const read = readConnectSettings(form);
    if (!read.ok) return { ok: true, value: { saved: false, fields: read.fields } };
    const order = { siteId, revision, settings: read.settings };
    const saved = await saveConnectSettings(scope, runtime.database, runtime.auditKeys, order);
    if (!saved.ok) return saved;
    refresh();
    return { ok: true, value: { saved: true, changed: saved.changed.length > 0 } };
  },
});

/** Sets the logo, or removes it. */
export const saveConnectLogo = staffAction({
  permission: "settings:write",
  // The file is sent as base64: the input of an action must be valid JSON.
  input: z.object({ siteId: z.uuid(), file: z.base64().nullable() }),
  run: async (
    { scope, runtime },
    { siteId, file },
  ): Promise<ActionResult<"saved" | "removed", "not_found" | "not_a_logo">> => {
    const bytes = file === null ? null : Buffer.from(file, "base64");
    const saved = await saveLogo(scope, runtime.database, runtime.auditKeys, { siteId, bytes });
    if (!saved.ok) return saved;
    refresh();
    return { ok: true, value: bytes === null ? "removed" : "saved" };
  },
});
