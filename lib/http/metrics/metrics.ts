import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Outcome } from "@/lib/webhooks/metrics/delivery-metrics";

/** What this process counts for Prometheus. */
export interface Metrics {
  /** A request to the webhook was answered; `unknown_key` if no site has the key. */
  intake(outcome: Outcome | "unknown_key", milliseconds: number | null): void;
  processed(deliveries: number): void;
  answered(request: { route: string; method: string; status: number }, seconds: number): void;
  /** Everything, in Prometheus' text format. */
  write(): Promise<{ type: string; body: string }>;
}

interface Sources {
  /** Connection pools by name. */
  readonly pools: Readonly<Record<string, pg.Pool>>;
  /** What waits to be processed; rejects if the database does not answer. */
  readonly inbox: () => Promise<{ depth: number; lagSeconds: number }>;
  readonly liveStreams: () => number;
  /** How far the replica is behind, in milliseconds; null without one, or if it is not known. */
  readonly replicaLagMs: () => number | null;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Creates the registry of this process. Labels are outcomes, pool names and route templates: never a path. */
export function createMetrics(sources: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const intake = new Counter({
    name: "anytime_intake_total",
    help: "Requests of the webhook by how they were answered.",
    labelNames: ["outcome"],
    registers,
  });
  const intakeSeconds = new Histogram({
    name: "anytime_intake_seconds",
    help: "Time from a notification's last byte to its answer.",
    buckets: SECONDS,
    registers,
  });
  const processed = new Counter({
    name: "anytime_processed_total",
    help: "Deliveries that this process turned into rows.",
    registers,
  });
  const requests = new Histogram({
    name: "anytime_http_request_seconds",
    help: "Requests other than the webhook's, by route template.",
    labelNames: ["route", "method", "status"],
    buckets: SECONDS,
    registers,
  });
  addGauges(registry, sources);
  return {
    intake: (outcome, milliseconds) => {
      intake.inc({ outcome: String(outcome) });
      if (milliseconds !== null) intakeSeconds.observe(milliseconds / 1000);
    },
    processed: (deliveries) => processed.inc(deliveries),
    answered: ({ route, method, status }, seconds) =>
      requests.observe({ route, method: METHODS.has(method) ? method : "other", status }, seconds),
    write: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}

/** Read when Prometheus asks. */
function addGauges(registry: Registry, { pools, inbox, liveStreams, replicaLagMs }: Sources): void {
  const registers = [registry];
  new Gauge({
    name: "anytime_pool_connections",
    help: "Database connections of this process by pool: active, idle; and who waits for one.",
    labelNames: ["pool", "state"],
    registers,
    collect() {
      for (const [name, pool] of Object.entries(pools)) {
        this.set({ pool: name, state: "active" }, pool.totalCount - pool.idleCount);
        this.set({ pool: name, state: "idle" }, pool.idleCount);
        this.set({ pool: name, state: "waiting" }, pool.waitingCount);
      }
    },
  });
  new Gauge({
    name: "anytime_live_streams",
    help: "Open pages that this process sends changes to.",
    registers,
    collect() {
      this.set(liveStreams());
    },
  });
  new Gauge({
    name: "anytime_replica_lag_seconds",
    help: "How far the replica that lists are read from is behind the primary; no number without one.",
    registers,
    collect() {
      this.set((replicaLagMs() ?? Number.NaN) / 1000);
    },
  });
  // No value means unknown: the database is unavailable.
  const unknown = { depth: Number.NaN, lagSeconds: Number.NaN };
  new Gauge({
    name: "anytime_inbox_depth",
    help: "Deliveries that wait to be processed.",
    registers,
    async collect() {
      this.set((await inbox().catch(() => unknown)).depth);
    },
  });
  new Gauge({
    name: "anytime_inbox_lag_seconds",
    help: "Age of the oldest delivery that waits to be processed.",
    registers,
    async collect() {
      this.set((await inbox().catch(() => unknown)).lagSeconds);
    },
  });
}
