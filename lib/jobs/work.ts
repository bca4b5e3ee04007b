import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Change } from "@/lib/live/publish";
import type { JobKind } from "./kinds";

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type JobState = "queued" | "running" | "done" | "cancelled" | "failed";

/** A job as its work sees it. `input`, `cursor` and `result` are what it stored itself: it parses them. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  /** Empty: all. */
  readonly siteIds: readonly string[];
  readonly key: string | null;
  readonly input: unknown;
  readonly state: JobState;
  readonly cursor: unknown;
  readonly total: number;
  readonly done: number;
  readonly result: unknown;
  readonly runs: number;
  readonly attempts: number;
  readonly nextAt: Date;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly createdBy: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** How far a job got. What is left out stays as it was. */
interface Progress {
  readonly cursor?: Json;
  /** Absolute, not added. */
  readonly total?: number;
  readonly done?: number;
  readonly result?: Json;
  /** What else open pages must be told. */
  readonly changes?: readonly Change[];
}

/** What a step came to: there is more now, there will be more later (no fault), or all is done. */
export type Step =
  | (Progress & { readonly next: "more" })
  | (Progress & { readonly next: "later"; readonly afterMs: number })
  | (Progress & { readonly next: "done" });

/**
 * The work of a kind. A step's effects and how far it got are one transaction, so that a crash repeats nothing that
 * was stored. A step that throws is undone and tried again.
 */
export type JobWork = JobHooks &
  (
    | { readonly lane: "database"; readonly step: (tx: Db, job: Job) => Promise<Step> }
    | {
        readonly lane: "outside";
        /** Asks without a transaction; what it returns stores the answer, and must bear being asked twice. */
        readonly step: (job: Job) => Promise<(tx: Db) => Promise<Step>>;
      }
  );

interface JobHooks {
  /** Called after each step that was stored. */
  readonly stored?: () => void;
  /** Called when the job was given up, cancelled or ordered again, in that transaction. */
  readonly changed?: (
    scope: Scope,
    tx: Db,
    job: Job,
    state: "failed" | "cancelled" | "queued",
  ) => Promise<void>;
  /** Called now and then: orders what should be there and is not. */
  readonly adopt?: (tx: Db) => Promise<void>;
}

/** The work of each kind. Tests give some; the server has all. */
export type WorkTable = Readonly<Partial<Record<JobKind, JobWork>>>;
