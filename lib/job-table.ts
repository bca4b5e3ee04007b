import { createFetchJob, type FetchDependencies } from "./bank-api/fetch/fetch-payments";
import { createSuspectJob } from "./bank-api/fetch/suspect-losses";
import { createCountJob } from "./cards/totals/count-job";
import type { JobKind } from "./jobs/kinds";
import type { JobWork } from "./jobs/work";
import { createReconnectJob } from "./links/inviting/reconnect-lost";
import { createNoticeJob, type NoticeDependencies } from "./staff/notices/send-notices";
import { createMailJob, type MailDependencies } from "./user-mails/send-mails";
import { createDecideJob, type DecideDependencies } from "./webhooks/review/decide-job";

/** The work of every kind of lib/jobs/kinds.ts. */
export function tableOfWork(
  deps: DecideDependencies & FetchDependencies & MailDependencies & NoticeDependencies,
): Readonly<Record<JobKind, JobWork>> {
  return {
    "deliveries.decide": createDecideJob(deps),
    "links.reconnect": createReconnectJob(deps),
    "payments.fetch": createFetchJob(deps),
    "payments.suspect": createSuspectJob(),
    "mails.send": createMailJob(deps),
    "notices.send": createNoticeJob(deps),
    "transactions.count": createCountJob(),
  };
}
