"use server";

import { z } from "zod";
import { findOnlySite } from "@/lib/sites/finding/site-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";
import { listAffected } from "@/lib/user-mails/affected-store";
import { type Ordered, orderMessage } from "@/lib/user-mails/order-mails";
import { readStretch } from "@/lib/user-mails/outage-stretch";
import { writeUserMail } from "@/lib/user-mails/write-user-mail";

/** People that one message goes to. */
const MOST = 10_000;

const words = z.object({
  subject: z.string().trim().min(1).max(150),
  text: z.string().trim().min(1).max(4_000),
});
const bothSchema = z.object({ en: words, fr: words });

/** An e-mail as it will be sent. */
export interface WrittenMail {
  readonly language: "en" | "fr";
  readonly subject: string;
  readonly text: string;
}

/** The message as it will be sent, in both languages. */
export const previewMessage = staffAction({
  permission: "users:write",
  onlyReads: true,
  input: z.object({ words: bothSchema, name: z.string().max(200) }),
  run: async ({ scope, runtime }, { words: both, name }): Promise<ActionResult<WrittenMail[], "no_site">> => {
    const site = await findOnlySite(scope, runtime.database.prisma);
    if (site === null) return { ok: false, problem: "no_site" };
    const mail = {
      ...{ purpose: "message" as const, name, words: both, expiresAt: null },
      ...{ siteName: site.name, siteLanguage: site.language, supportContact: site.supportContact },
    };
    const value = (["en", "fr"] as const).map((language) => ({
      language,
      ...writeUserMail({ ...mail, language }, null),
    }));
    return { ok: true, value };
  },
});

const orderSchema = z.object({
  /** The same for the same message: whoever presses twice sends it once. */
  messageId: z.uuid(),
  from: z.string().max(20),
  to: z.string().max(20),
  words: bothSchema,
});

/** Sends the message to everybody whom the outage concerned. */
export const sendMessage = staffAction({
  permission: "users:write",
  input: orderSchema,
  run: async (
    { scope, runtime },
    { messageId, from, to, words: both },
  ): Promise<ActionResult<Ordered, "no_mail" | "no_site" | "no_stretch" | "too_many">> => {
    const { database, auditKeys, mailer, jobs } = runtime;
    if (mailer === null) return { ok: false, problem: "no_mail" };
    // A site's people are written to in its name: it is chosen first where somebody sees several.
    const site = await findOnlySite(scope, database.prisma);
    if (site === null) return { ok: false, problem: "no_site" };
    const read = readStretch(from, to);
    if (!read.ok) return { ok: false, problem: "no_stretch" };
    const people = await listAffected(scope, database.prisma, read.stretch, MOST + 1);
    if (people.length > MOST) return { ok: false, problem: "too_many" };
    const ids = people.map(({ userId }) => userId);
    const about = { from: read.stretch.from.toISOString(), to: read.stretch.to.toISOString() };
    const message = { id: messageId, siteId: site.id, words: both, about };
    const value = await orderMessage(scope, database, auditKeys, ids, message);
    jobs.wake();
    return { ok: true, value };
  },
});
