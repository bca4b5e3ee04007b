import type { JobKind } from "./jobs/kinds";
import type { JobWork } from "./jobs/work";
import { createDecideJob, type DecideDependencies } from "./webhooks/review/decide-job";

/** The work of every kind of lib/jobs/kinds.ts. */
export function tableOfWork(deps: DecideDependencies): Readonly<Record<JobKind, JobWork>> {
  return { "deliveries.decide": createDecideJob(deps) };
}
