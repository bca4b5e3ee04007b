import { setTimeout as sleep } from "node:timers/promises";
import { load, type Peer, readMemory, startPeer } from "./processes";
import type { Setting } from "./setting";
import { printRow } from "./tables";

const SECONDS = Number(process.env.BENCH_STEADY_SECONDS ?? 60);
const RATE = 1_000;
const CONNECTIONS = 64;
const MOST_PER_SECOND = 8_000;
/** Numbers of bodies that nothing else in the database has. */
const FIRST = 100_000_000;

/** As /api/health counts it. */
const LAG = `SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(received_at))::float8, 0) AS lag, count(*)::int AS pending
  FROM deliveries WHERE processing = 'pending'`;

interface Sample {
  readonly lag: number;
  readonly pending: number;
  /** Bytes. */
  readonly memory: number;
}

/** Taking in and processing at once, over tables that are full: a steady load, then all it can take, then the rest. */
export async function benchSteady(setting: Setting, databaseUrl: string): Promise<void> {
  const env = setting.environment(databaseUrl);
  const peer = await startPeer("ours", 4830, `/api/webhooks/anytime/${setting.key}`, env);
  try {
    const steady = await sample(setting, databaseUrl, peer, {
      rate: RATE,
      first: FIRST,
      most: RATE * (SECONDS + 5),
    });
    const most = MOST_PER_SECOND * SECONDS;
    const full = await sample(setting, databaseUrl, peer, { first: 2 * FIRST, most });
    const started = performance.now();
    while ((await readSample(setting, databaseUrl, peer)).pending > 0) await sleep(200);
    const drained = (performance.now() - started) / 1_000;
    console.log(`\nTaking in and processing at once, ${SECONDS} s each\n`);
    printRow([
      "load",
      "answered a second",
      "p99 ms",
      "inboxLag: median, most (s)",
      "memory: first, halfway, last (MB)",
    ]);
    printRow(["---", "---", "---", "---", "---"]);
    printRow([`steady ${RATE}/s`, ...columnsOf(steady)]);
    printRow(["all it takes", ...columnsOf(full)]);
    const left = full.samples.at(-1)?.pending ?? 0;
    console.log(`\nAfterwards ${left} were left to process; none ${drained.toFixed(1)} s later.`);
  } finally {
    await peer.stop();
  }
}

type Sampled = Awaited<ReturnType<typeof sample>>;

async function sample(
  setting: Setting,
  databaseUrl: string,
  peer: Peer,
  order: { rate?: number; first: number; most: number },
) {
  const samples: Sample[] = [];
  let over = false;
  const loading = load({
    url: peer.url,
    encoding: "form",
    connections: CONNECTIONS,
    seconds: SECONDS,
    ...order,
  }).finally(() => {
    over = true;
  });
  while (!over) {
    samples.push(await readSample(setting, databaseUrl, peer));
    await Promise.race([sleep(1_000), loading]);
  }
  const result = await loading;
  if (result.refused > 0 || result.ranOut) throw new Error(`refused or ran out: ${JSON.stringify(result)}`);
  return { result, samples };
}

async function readSample(setting: Setting, databaseUrl: string, peer: Peer): Promise<Sample> {
  const row = await setting.ask<{ lag: number; pending: number }>(databaseUrl, LAG);
  return { ...row, memory: readMemory(peer) };
}

function columnsOf({ result, samples }: Sampled): string[] {
  const lags = samples.map(({ lag }) => lag).toSorted((left, right) => left - right);
  const megabytes = (at: number) => ((samples.at(at)?.memory ?? 0) / 2 ** 20).toFixed(0);
  const median = lags[Math.floor(lags.length / 2)] ?? 0;
  return [
    result.perSecond.toFixed(0),
    result.p99.toFixed(0),
    `${median.toFixed(2)}, ${(lags.at(-1) ?? 0).toFixed(2)}`,
    `${megabytes(0)}, ${megabytes(Math.floor(samples.length / 2))}, ${megabytes(-1)}`,
  ];
}
