import { z } from "zod";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { enqueueJob } from "@/lib/jobs/jobs-store";
import type { JobWork } from "@/lib/jobs/work";
import type { Mailer } from "@/lib/mail/mailer";
import { listOwed, markMailed, type OwedNotice } from "./notices-store";
import { writeNoticeMail } from "./write-notice-mail";

/** What sending notices to owners needs. */
export interface NoticeDependencies {
  readonly db: Db;
  /** null if no mail server is configured: then owners see notices only on their first page. */
  readonly mailer: Mailer | null;
  readonly appUrl: string;
}

const AT_ONCE = 20;
const LOOK_AGAIN_MS = 60_000;

/**
 * The work of `notices.send`. If the process dies while it sends, an e-mail is sent again with the same message id:
 * twice is better than never.
 */
export function createNoticeJob({ db, mailer, appUrl }: NoticeDependencies): JobWork {
  return {
    lane: "outside",
    step: async (job) => {
      const owed = mailer === null ? [] : await listOwed(SYSTEM_SCOPE, db, AT_ONCE);
      const sent = await Promise.allSettled(owed.map((notice) => send(mailer, notice, appUrl)));
      const ended = owed.filter((_, at) => isOver(sent[at])).map(({ id }) => id);
      // One address that is refused for now keeps no other owner waiting.
      if (owed.length > 0 && ended.length === 0) throw reasonOf(sent);
      return async (tx) => {
        await markMailed(SYSTEM_SCOPE, tx, ended);
        const done = job.done + ended.length;
        if (ended.length < owed.length) return { next: "later", afterMs: LOOK_AGAIN_MS, done };
        return { next: owed.length === AT_ONCE ? "more" : "done", done };
      };
    },
    adopt: async (tx) => {
      if (mailer !== null && (await listOwed(SYSTEM_SCOPE, tx, 1)).length > 0)
        await enqueueJob(SYSTEM_SCOPE, tx, { kind: "notices.send", key: "notices" });
    },
  };
}

async function send(mailer: Mailer | null, notice: OwedNotice, appUrl: string): Promise<void> {
  await mailer?.send({ to: notice.to, messageId: notice.id, ...writeNoticeMail(notice, appUrl) });
}

const refusalSchema = z.object({ responseCode: z.int().min(500).max(599) });

/** Sent, or refused for good. */
function isOver(result: PromiseSettledResult<void> | undefined): boolean {
  if (result === undefined) return false;
  return result.status === "fulfilled" || refusalSchema.safeParse(result.reason).success;
}

function reasonOf(results: readonly PromiseSettledResult<void>[]): unknown {
  return results.find((result) => result.status === "rejected")?.reason;
}
