import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { enqueueJob } from "@/lib/jobs/jobs-store";
import type { JobWork } from "@/lib/jobs/work";
import { linkAddress, openLinkSecret } from "@/lib/links/sessions/link-secret";
import type { LiveChange } from "@/lib/live/publish";
import { log } from "@/lib/log";
import type { Mailer } from "@/lib/mail/mailer";
import { type ClaimedMail, claimMail, endMail, type MailEnd, settleMails } from "./mails-store";
import { writeUserMail } from "./write-user-mail";

/** What sending e-mails to linked users needs. */
export interface MailDependencies {
  readonly db: Db;
  /** null if no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly keys: { readonly ring: KeyRing };
  /** The base URL of connect links, without a path. */
  readonly connectUrl: string;
}

/** E-mails of one step. */
const AT_ONCE = 20;
/** Mail servers take one for a flood that sends without pauses. */
const BETWEEN_MS = 100;
const LOOK_AGAIN_MS = 60_000;
/** How long an address is tried that its mail server refuses for now: as long as mail servers do. */
const DEFERRED_MS = 2 * 86_400_000;

/**
 * The work of `mails.send`. That an e-mail is being sent is stored before it leaves, and that it was sent right after: if
 * the process dies between, nobody knows, it is never sent again by itself, and staff see that.
 */
export function createMailJob(deps: MailDependencies): JobWork {
  return {
    lane: "outside",
    step: async (job) => {
      const changes: LiveChange[] = [];
      let done = 0;
      while (deps.mailer !== null && done < AT_ONCE) {
        const mail = await claimMail(SYSTEM_SCOPE, deps.db);
        if (mail === null) break;
        try {
          await sendOne(deps, deps.mailer, mail);
        } catch (error) {
          // Those before it were sent: the next step meets this one again.
          if (done === 0) throw error;
          break;
        }
        changes.push({ siteId: mail.siteId, kind: "linked_user", entityId: mail.linkedUserId });
        done += 1;
        await pause(BETWEEN_MS);
      }
      return async (tx) => {
        const waits = await settleMails(SYSTEM_SCOPE, tx);
        const progress = { done: job.done + done, changes };
        if (!waits) return { next: "done", ...progress };
        return done === AT_ONCE
          ? { next: "more", ...progress }
          : { next: "later", afterMs: LOOK_AGAIN_MS, ...progress };
      };
    },
    adopt: async (tx) => {
      if (await settleMails(SYSTEM_SCOPE, tx))
        await enqueueJob(SYSTEM_SCOPE, tx, { kind: "mails.send", key: "mails" });
    },
  };
}

/** @throws if the mail server is away or takes no e-mails of ours; the e-mail is queued again */
async function sendOne(deps: MailDependencies, mailer: Mailer, mail: ClaimedMail): Promise<void> {
  const db = deps.db;
  const why = whyNot(mail);
  if (why !== null || mail.email === null)
    return endMail(SYSTEM_SCOPE, db, mail.id, { state: "dropped", answer: why ?? "no_address" });
  const written = writeMail(deps, mail);
  if (written === null)
    return endMail(SYSTEM_SCOPE, db, mail.id, { state: "dropped", answer: "not_written" });
  try {
    await mailer.send({
      ...{ to: mail.email, messageId: mail.id, replyTo: replyTo(mail) },
      ...written,
    });
  } catch (error) {
    const end = endOf(error, mail);
    await endMail(SYSTEM_SCOPE, db, mail.id, end);
    if (end.state === "queued" && end.why === "away") throw error;
    return;
  }
  await endMail(SYSTEM_SCOPE, db, mail.id, { state: "sent" });
}

/** The e-mail's words; null if they cannot be written: then it must not keep those behind it waiting. */
function writeMail(deps: MailDependencies, mail: ClaimedMail) {
  try {
    return writeUserMail(mail, urlOf(deps, mail));
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    log.error({ mail: mail.id, error: name }, "an e-mail could not be written");
    return null;
  }
}

/** Answers go to whom the connect page names for help, if that is an address. */
function replyTo({ supportContact }: ClaimedMail): string | undefined {
  return z.email().safeParse(supportContact).data;
}

/** Things may have changed since it was ordered. */
function whyNot({ email, stopped, purpose, linkWorks }: ClaimedMail): string | null {
  if (email === null) return "no_address";
  if (stopped) return "stopped";
  return purpose !== "message" && linkWorks !== true ? "link_ended" : null;
}

function urlOf({ keys, connectUrl }: MailDependencies, mail: ClaimedMail): string | null {
  if (mail.sessionId === null || mail.secretSealed === null) return null;
  const link = { sessionId: mail.sessionId, siteId: mail.siteId };
  return linkAddress(connectUrl, openLinkSecret(keys.ring, link, mail.secretSealed));
}

const refusalSchema = z.object({
  responseCode: z.int().min(400).max(599),
  command: z.enum(["RCPT TO", "DATA"]),
});
/** What a mail program says of an address that it cannot send to at all. */
const unusableSchema = z.object({ code: z.literal("EENVELOPE"), responseCode: z.undefined() });

/** A server that said nothing for the time of the mailer; one that never connected says more than *Timeout*. */
const silentSchema = z.object({ code: z.literal("ETIMEDOUT"), message: z.literal("Timeout") });

/** What an error means for this e-mail: whether another address would have fared better, and whether it is for good. */
function endOf(error: unknown, { orderedAt }: ClaimedMail): MailEnd {
  if (unusableSchema.safeParse(error).success) return { state: "dropped", answer: "no_address" };
  // Silent after it was connected: it may have taken the e-mail, and must not get it again and again.
  if (silentSchema.safeParse(error).success) return { state: "uncertain" };
  const refusal = refusalSchema.safeParse(error);
  if (!refusal.success) return { state: "queued", why: "away" };
  const { responseCode } = refusal.data;
  const isForGood = responseCode >= 500 || Date.now() - orderedAt.getTime() > DEFERRED_MS;
  return isForGood
    ? { state: "refused", answer: String(responseCode) }
    : { state: "queued", why: "deferred" };
}
