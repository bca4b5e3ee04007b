import { z } from "zod";
import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { daysOfPeriod } from "@/lib/cards/filters/period";
import {
  listKeyOf,
  readTransactionFilters,
  type TransactionFilters,
} from "@/lib/cards/filters/transaction-filters";
import { planList } from "@/lib/cards/listing/list-plan-store";
import { earliest, readOldest } from "@/lib/cards/listing/list-store";
import { type Scope, STAFF_ROLES, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Database, Db } from "@/lib/db/connect/client";
import { jobChanges } from "@/lib/jobs/jobs";
import { enqueueJob, findNewestJob } from "@/lib/jobs/jobs-store";
import type { Job, JobState, JobWork, Step } from "@/lib/jobs/work";
import { publish } from "@/lib/live/publish";
import { addWindow, type Kind, type TransactionTotals, totalsOf } from "./totals-store";

const KIND = "transactions.count";
const DAY_MS = 86_400_000;
/** A step adds up a window of time; the next one is longer or shorter, so that each takes about this long. */
const STEP_MS = 500;
/** A result is shown for so long. */
const SHOWN_MS = DAY_MS;

const inputSchema = z.object({
  filters: z.record(z.string(), z.string()),
  role: z.enum([...STAFF_ROLES, "system", "end_user"]),
  /** What the periods of the filter are meant from. */
  now: z.iso.datetime(),
});
const cursorSchema = z.object({ until: z.iso.datetime().nullable(), days: z.number().positive() }).nullable();
const kindsSchema = z.array(
  z.object({
    status: z.string(),
    type: z.string(),
    count: z.number(),
    amount: z.string(),
    unattributed: z.number(),
  }),
);
const resultSchema = z.object({ kinds: kindsSchema.default([]) });

/** An exact count that somebody ordered. */
export interface ExactCount {
  readonly state: JobState;
  /** How much of the time is counted, from 0 to 1. */
  readonly share: number;
  /** When it was ordered: later payments are not in it. */
  readonly at: Date;
  /** Null until it is done. */
  readonly totals: TransactionTotals | null;
}

/** Orders a count of everything that fits a filter, however much that is. Whoever asks again gets the same. */
export async function orderCount(
  scope: Scope,
  { prisma }: Database,
  filters: TransactionFilters,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const now = await readTime(tx);
    const input = { filters: { ...filters }, role: scope.role, now: now.toISOString() };
    const id = await enqueueJob(scope, tx, { kind: KIND, key: keyOf(scope, filters, now), input });
    if (id !== null) {
      const siteIds = scope.sites === "all" ? [] : scope.sites;
      await publish(SYSTEM_SCOPE, tx, await jobChanges(tx, { id, siteIds }));
    }
  });
}

/** The newest count of a filter that the scope may see; null if there is none of the last day. */
export async function readCount(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  now: Date = new Date(),
): Promise<ExactCount | null> {
  const job = await findNewestJob(scope, db, KIND, keyOf(scope, filters, now));
  if (job === null || now.getTime() - job.createdAt.getTime() > SHOWN_MS) return null;
  const { kinds } = resultSchema.parse(job.result);
  const unattributed = kinds.reduce((sum, kind) => sum + kind.unattributed, 0);
  const isDone = job.state === "done";
  return {
    state: job.state,
    share: job.total === 0 ? 0 : job.done / job.total,
    at: job.createdAt,
    totals: isDone
      ? {
          ...totalsOf(kinds),
          isExact: true,
          unattributed: { count: unattributed, isExact: true },
          charged: [],
        }
      : null,
  };
}

/** Sites and role are part of what is counted, and the days that a named period means: *today* is another day tomorrow. */
function keyOf(scope: Scope, filters: TransactionFilters, now: Date): string {
  const days = filters.period === undefined ? "" : JSON.stringify(daysOfPeriod(filters.period, now));
  const sites = scope.sites === "all" ? "all" : scope.sites.toSorted().join(" ");
  return `${listKeyOf(filters)} ${days} ${scope.role} ${sites}`;
}

/** The work of `transactions.count`: a step adds up the next older window of time. */
export function createCountJob(): JobWork {
  return { lane: "database", step: countStep };
}

async function countStep(tx: Db, job: Job): Promise<Step> {
  const { filters: given, role, now: text } = inputSchema.parse(job.input);
  const scope: Scope = {
    sites: sitesOf(job),
    beyondSites: false,
    role,
    actor: SYSTEM_SCOPE.actor,
  };
  const now = new Date(text);
  const plan = await planList(scope, tx, readTransactionFilters(given).filters, now);
  const oldest = await readOldest(scope, tx, [plan.since]);
  const cursor = cursorSchema.parse(job.cursor ?? null) ?? { until: null, days: 1 };
  const end = cursor.until === null ? earliest([plan.until, now]) : new Date(cursor.until);
  if (oldest === null) return { next: "done", result: { kinds: [] } };
  const start = new Date(end.getTime() - cursor.days * DAY_MS);
  const since = start <= oldest ? null : start;
  const began = performance.now();
  const until = cursor.until === null ? null : end;
  const found = await addWindow(scope, tx, plan, { since, until }, null);
  const took = performance.now() - began;
  const { kinds } = resultSchema.parse(job.result);
  const progress = {
    result: { kinds: merge([...kinds, ...found]).map((kind) => ({ ...kind })) },
    total: 100,
    done: since === null ? 100 : shareDone(now, since, oldest),
    changes: await jobChanges(tx, job),
  };
  if (since === null) return { next: "done", ...progress };
  const days = Math.max(1 / 24, cursor.days * Math.min(2, Math.max(0.25, STEP_MS / Math.max(took, 1))));
  return { next: "more", ...progress, cursor: { until: since.toISOString(), days } };
}

function shareDone(now: Date, since: Date, oldest: Date): number {
  const whole = Math.max(1, now.getTime() - oldest.getTime());
  return Math.min(99, Math.floor((100 * (now.getTime() - since.getTime())) / whole));
}

function sitesOf({ siteIds }: Job): Scope["sites"] {
  return siteIds.length === 0 ? "all" : siteIds;
}

function merge(kinds: readonly Kind[]): Kind[] {
  const nameOf = ({ status, type }: Kind) => `${status} ${type}`;
  return [...new Set(kinds.map(nameOf))].map((name) => {
    const some = kinds.filter((kind) => nameOf(kind) === name);
    return {
      status: some[0]?.status ?? "",
      type: some[0]?.type ?? "",
      count: some.reduce((sum, { count }) => sum + count, 0),
      amount: addDecimals(some.map(({ amount }) => amount)),
      unattributed: some.reduce((sum, { unattributed }) => sum + unattributed, 0),
    };
  });
}
