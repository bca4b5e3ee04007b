import { createJobRunner as createRunner, type RunnerDependencies, runStep } from "@/lib/jobs/runner";
import { createDecideJob, type DecideDependencies } from "@/lib/webhooks/review/decide-job";

type Deps = Omit<RunnerDependencies, "work"> & DecideDependencies;

const withWork = (deps: Deps): RunnerDependencies => ({
  ...deps,
  work: { "deliveries.decide": createDecideJob(deps) },
});

/** Runs the next step of the oldest bulk action. */
export const runChunk = (deps: Deps) => runStep(withWork(deps), "database");

/** A runner that knows bulk actions only. */
export const createJobRunner = (deps: Deps) => createRunner(withWork(deps));
