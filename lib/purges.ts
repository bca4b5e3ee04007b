import type { Purge } from "./background/retention";
import { purgeExports } from "./cards/exports/exports-store";
import { SYSTEM_SCOPE } from "./db/access/scope";
import type { Database } from "./db/connect/client";
import type { Env } from "./env";
import { purgeJobs } from "./jobs/jobs-store";
import { purgeOldAttempts } from "./links/sessions/link-expiry";
import { purgeTokenReads } from "./links/tokens/token-reads-store";
import { purgeFeed } from "./live/feed-store";
import { purgeAnswers } from "./partner-api/answers-store";
import { purgeRequests } from "./partner-api/keys/requests-store";
import { purgeTests } from "./sites/finding/test-events-store";
import { purgeInvitations } from "./staff/members/invitations-store";
import { purgeNotices } from "./staff/notices/notices-store";
import { purgeChallenges } from "./staff/passkeys/challenges-store";
import { purgeOld } from "./webhooks/metrics/delivery-metrics-store";
import { purgeLiveEvents } from "./webhooks/process/process-store";
import { purgeOrders } from "./webhooks/review/jobs-store";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Everything that is removed by its age. How long each is kept is stated with its statement. */
export function listPurges(
  database: Database,
  { API_EVENTS_DAYS: eventsDays }: Pick<Env, "API_EVENTS_DAYS">,
): readonly Purge[] {
  const db = database.prisma;
  return [
    { name: "live events", everyMs: 10 * MINUTE_MS, run: () => purgeLiveEvents(SYSTEM_SCOPE, db) },
    {
      name: "events of the API",
      everyMs: 10 * MINUTE_MS,
      run: () => purgeFeed(SYSTEM_SCOPE, db, eventsDays),
    },
    { name: "answers of the API", everyMs: HOUR_MS, run: () => purgeAnswers(SYSTEM_SCOPE, db) },
    { name: "requests of the API", everyMs: HOUR_MS, run: () => purgeRequests(SYSTEM_SCOPE, db) },
    { name: "webhook counts", everyMs: HOUR_MS, run: () => purgeOld(SYSTEM_SCOPE, db) },
    { name: "jobs", everyMs: HOUR_MS, run: () => purgeJobs(SYSTEM_SCOPE, db) },
    { name: "exports", everyMs: HOUR_MS, run: () => purgeExports(SYSTEM_SCOPE, db) },
    { name: "bulk actions", everyMs: HOUR_MS, run: () => purgeOrders(SYSTEM_SCOPE, db) },
    { name: "challenges of passkeys", everyMs: HOUR_MS, run: () => purgeChallenges(db) },
    { name: "invitations of staff", everyMs: 6 * HOUR_MS, run: () => purgeInvitations(db) },
    { name: "test events", everyMs: 6 * HOUR_MS, run: () => purgeTests(SYSTEM_SCOPE, db) },
    { name: "notices to owners", everyMs: 6 * HOUR_MS, run: () => purgeNotices(SYSTEM_SCOPE, db) },
    { name: "counts of token reads", everyMs: 6 * HOUR_MS, run: () => purgeTokenReads(SYSTEM_SCOPE, db) },
    { name: "connect attempts", everyMs: 6 * HOUR_MS, run: () => purgeOldAttempts(database) },
  ];
}
