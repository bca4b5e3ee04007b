import { z } from "zod";
import type { Query } from "@/components/filters/href";
import type { Scope } from "@/lib/db/access/scope";
import { readAfter } from "@/lib/db/cursors/list-cursor";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { getRuntime } from "@/lib/runtime";
import { readLists } from "@/lib/staff/read-lists";
import { readStatBuckets, readUnauthenticated } from "@/lib/webhooks/metrics/delivery-metrics-store";
import { type StatWindow, toSeries, WINDOWS, windowStart } from "@/lib/webhooks/metrics/stat-series";
import {
  listDeliveries,
  readDeliveryChoices,
  readDeliveryHealth,
} from "@/lib/webhooks/read/deliveries-store";
import { readDeliveryView } from "@/lib/webhooks/read/delivery-detail";
import { deliveryFiltersSchema, deliveryListKey } from "@/lib/webhooks/read/delivery-filters";
import { listJobs } from "@/lib/webhooks/review/jobs-store";

const PAGE_SIZE = 50;
const MOST_JOBS = 5;
const MOST_UNAUTHENTICATED = 20;
/** How long an ended job is still shown. */
const JOB_SHOWN_MS = 10 * 60_000;

/** Everything that the Deliveries page shows for its URL. */
export async function readPage(scope: Scope, query: Query, mayDecide: boolean) {
  const { database, env, receiving } = getRuntime();
  const db = database.prisma;
  const filters = deliveryFiltersSchema.parse(query);
  const place = readAfter(deliveryListKey(filters), query.after);
  const window = z.enum(Object.keys(WINDOWS) as [StatWindow]).safeParse(query.window).data ?? "24h";
  const openId = z.uuid().safeParse(query.open).data ?? null;
  const view = { db, ...receiving, ring: env.ENCRYPTION_KEYS };
  const [page, health, series, choices, jobs, unauthenticated, open, user] = await Promise.all([
    readLists((reader) => listDeliveries(scope, reader, filters, { after: place.after, limit: PAGE_SIZE })),
    readDeliveryHealth(scope, db),
    readSeries(scope, window),
    readDeliveryChoices(scope, db),
    listJobs(scope, db, MOST_JOBS),
    mayDecide ? readUnauthenticated(scope, db, MOST_UNAUTHENTICATED) : null,
    openId === null ? null : readDeliveryView(scope, view, openId, mayDecide),
    filters.user === undefined ? null : readLinkedUser(scope, db, filters.user),
  ]);
  const since = Date.now() - JOB_SHOWN_MS;
  const recent = jobs.filter(({ finishedAt }) => finishedAt === null || finishedAt.getTime() > since);
  return {
    filters,
    window,
    page,
    place,
    health,
    series,
    choices,
    jobs: recent,
    unauthenticated,
    openId,
    open,
    user,
  };
}

async function readSeries(scope: Scope, window: StatWindow) {
  const since = windowStart(window, new Date());
  const { minutes } = WINDOWS[window];
  const buckets = await readStatBuckets(scope, getRuntime().database.prisma, { since, minutes });
  return toSeries(buckets, window, since);
}
